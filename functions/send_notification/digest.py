"""Which reminders go out together, and what a message says of each; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LISTED = 10
"""Reminders that one message names; the rest is counted and a link away (issue: digest)."""


@dataclass(frozen=True)
class Entry:
    """One reminder in a message. `due` is written in full in the person's zone, empty for a task without a date."""

    reminder_id: UUID
    task_id: UUID
    title: str
    due: str
    late_since: str = ""
    """When it should have come, in full; empty when it is on time."""


@dataclass(frozen=True)
class Digest:
    """One message: `id` names it in its Message-ID, in the reminders' rows and in the page."""

    id: UUID
    made_at: datetime
    listed: tuple[Entry, ...]
    more: int = 0

    @property
    def subject(self) -> str:
        return subject([entry.title for entry in self.listed], self.more)


def subject(titles: Sequence[str], more: int = 0) -> str:
    """“Reminder: Call mom”, or for several “3 reminders: Call mom, Pay rent and 1 more”."""
    count = len(titles) + more
    if count == 1:
        return f"Reminder: {_short(titles[0])}"
    named = [_short(title, 40) for title in titles[:2]]
    rest = count - len(named)
    return f"{count} reminders: {', '.join(named)} and {rest} more" if rest else f"2 reminders: {' and '.join(named)}"


def digest(id_: UUID, made_at: datetime, entries: Sequence[Entry]) -> Digest:
    """The message of these reminders, in their order."""
    return Digest(id_, made_at, tuple(entries[:LISTED]), max(0, len(entries) - LISTED))


def _short(title: str, longest: int = 100) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"
