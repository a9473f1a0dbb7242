"""The caught messages, one file each, whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

KEPT = 1_000
"""Messages; older ones make room."""
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{32}")


@dataclass(frozen=True)
class Caught:
    """One message; `id` is its file's name without the ending."""

    id: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", "")) or "(no subject)"

    @property
    def sent_at(self) -> datetime | None:
        """What the message itself says."""
        try:
            return parsedate_to_datetime(str(self.message.get("Date", "")))
        except ValueError:
            return None

    def part(self, subtype: str) -> str:
        """The body as `plain` or `html`; empty when the message has none of that kind."""
        found = self.message.get_body((subtype,))
        return str(found.get_content()) if found else ""


def folder(home: Path) -> Path:
    """Where a data folder keeps them."""
    return home / "mailbox"


class Store:
    """A folder of messages. Adding is durable: what was acknowledged to the sender survives a crash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, raw: bytes, now: datetime) -> str:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        id_ = f"{int(now.timestamp() * 1_000_000):020}-{uuid4().hex}"
        draft, final = self._folder / f".{id_}", self._folder / f"{id_}.eml"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(final)
        self._make_room()
        return id_

    def ids(self) -> list[str]:
        """Newest first."""
        return sorted((file.stem for file in self._folder.glob("*.eml") if _NAME.fullmatch(file.stem)), reverse=True)

    def newest(self, count: int) -> Iterator[Caught]:
        for id_ in self.ids()[:count]:
            if caught := self.get(id_):
                yield caught

    def get(self, id_: str) -> Caught | None:
        """The message; None for one that is not there (any more)."""
        raw = self.raw(id_)
        return Caught(id_, message_from_bytes(raw, _class=EmailMessage, policy=policy.default)) if raw else None

    def raw(self, id_: str) -> bytes | None:
        if not _NAME.fullmatch(id_):
            return None
        try:
            return (self._folder / f"{id_}.eml").read_bytes()
        except FileNotFoundError:
            return None

    def _make_room(self) -> None:
        for id_ in self.ids()[KEPT:]:
            (self._folder / f"{id_}.eml").unlink(missing_ok=True)
