"""Notifications: what the bell of every open screen shows until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import orjson

from shared.clock import rfc3339
from shared.connection import Connection
from shared.events import TASK_UPDATES, Cause, Event
from shared.identifiers import uuid7

Kind = Literal["reminder", "conflict", "delivery-failed", "catch-up"]

COLUMNS = "id, kind, task_id, reminder_id, digest_id, title, text, late, created_at, read_at"

_ADD = """
    INSERT INTO notification (id, kind, task_id, reminder_id, digest_id, title, text, late, clients, created_at)
    SELECT id, kind, task_id, reminder_id, digest_id, title, text, late, clients, created_at
    FROM jsonb_to_recordset(%s::jsonb) AS given(
        id uuid, kind text, task_id uuid, reminder_id uuid, digest_id uuid, title text, text text, late boolean,
        clients text[], created_at timestamptz)
"""
_NAMED = 5_000
"""Ids in one event, which must stay well below the broker's megabyte; of more it says all, and the screens' next question tells better."""
_UNREAD = "SELECT count(*) FROM notification WHERE read_at IS NULL AND (clients IS NULL OR %s = ANY(clients))"
_MARK_READ = """
    UPDATE notification SET read_at = %(now)s
    WHERE read_at IS NULL AND (clients IS NULL OR %(client)s = ANY(clients))
      AND (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s))
    RETURNING id
"""
_OF_REMINDERS = "SELECT id FROM notification WHERE read_at IS NULL AND reminder_id = ANY(%s)"


@dataclass(frozen=True)
class Notification:
    """`clients` are the browsers that it is for; None for all."""

    id: UUID
    kind: Kind
    title: str
    text: str
    created_at: datetime
    task_id: UUID | None = None
    reminder_id: UUID | None = None
    digest_id: UUID | None = None
    late: bool = False
    clients: tuple[str, ...] | None = None
    read_at: datetime | None = None

    def json(self) -> dict[str, Any]:
        """As it stands in answers and events (shape: shared.models.NotificationAnswer)."""
        return {
            "id": str(self.id),
            "time": rfc3339(self.created_at),
            "kind": self.kind,
            "task_id": _text(self.task_id),
            "reminder_id": _text(self.reminder_id),
            "digest_id": _text(self.digest_id),
            "title": self.title,
            "text": self.text,
            "late": self.late,
            "read_at": rfc3339(self.read_at) if self.read_at else None,
        }


def from_row(row: Sequence[Any]) -> Notification:
    """A row of COLUMNS."""
    id_, kind, task, reminder, digest, title, text, late, created, read = row
    return Notification(id_, kind, title, text, created, task, reminder, digest, late, None, read)


async def add(connection: Connection, notifications: Sequence[Notification]) -> None:
    """Stores them in the transaction of the connection."""
    rows = [
        {
            **each.json(),
            "created_at": each.created_at,
            "clients": list(each.clients) if each.clients is not None else None,
        }
        for each in notifications
    ]
    await connection.execute(_ADD, (orjson.dumps(rows).decode(),))


async def unread(connection: Connection, client: str = "") -> int:
    """How many this browser has not read; without one those that are for everybody."""
    row = await (await connection.execute(_UNREAD, (client,))).fetchone()
    return int(str(row[0])) if row else 0


async def mark_read(connection: Connection, ids: Sequence[UUID] | None, client: str, now: datetime) -> list[UUID]:
    """Marks those of the ids (None: all) that this browser has not read; returns them."""
    parameters = {"ids": list(ids) if ids is not None else None, "client": client, "now": now}
    return [row[0] for row in await (await connection.execute(_MARK_READ, parameters)).fetchall()]  # type: ignore[misc]


async def of_reminders(connection: Connection, reminders: Sequence[UUID]) -> list[UUID]:
    """The unread notifications of these reminders."""
    rows = await (await connection.execute(_OF_REMINDERS, (list(reminders),))).fetchall()
    return [row[0] for row in rows]  # type: ignore[misc]


def created_event(notification: Notification, count: int, cause: Cause, task: dict[str, Any] | None = None) -> Event:
    """notification.created for the screens; `count` is how many are unread with it."""
    data: dict[str, Any] = {"notification": notification.json(), "unread": count}
    if task is not None:
        data["task"] = task
    return _event("notification.created", notification.id, data, cause, notification.created_at)


def read_event(ids: Sequence[UUID], count: int, cause: Cause, now: datetime) -> Event:
    """notification.read for the screens. They are named also where all were meant: one that came meanwhile is not among them."""
    told = [str(each) for each in ids] if len(ids) <= _NAMED else None
    return _event("notification.read", ids[0] if told else "all", {"ids": told, "unread": count}, cause, now)


def _event(kind: str, about: UUID | str, data: dict[str, Any], cause: Cause, now: datetime) -> Event:
    # Without a sequence: screens count by the notification's id, and no order among them matters.
    return Event(
        uuid7(), TASK_UPDATES, kind, cause.source, f"notifications/{about}", now, f"notifications/{about}", None, data,
        cause.correlation_id, cause.traceparent,
    )  # fmt: skip


def _text(id_: UUID | None) -> str | None:
    return str(id_) if id_ else None
