"""What the product asks of the table reminder, one statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from shared.connection import Connection
from shared.reminders.reminder import Reminder

NAMES = (
    "id", "task_id", "entry", "trigger_time", "status", "delivery_method", "attempt_at", "created_at", "updated_at", "sequence",
    "retry_count", "late", "digest_id", "reason",
)  # fmt: skip
COLUMNS = ", ".join(f"reminder.{name}" for name in NAMES)
"""What from_row takes."""
CHANNEL = "reminder"
"""NOTIFY on it wakes fire-reminders; whoever makes a reminder due does it, in the same transaction."""

_CHANGING = [name for name in NAMES if name not in ("id", "task_id", "entry", "trigger_time", "created_at")]

# The notification is part of the statement, so that nobody who stores a reminder can forget it; it goes out with the commit.
_SAVE = f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given(
            id uuid, task_id uuid, entry text, trigger_time timestamptz, status text, delivery_method text, attempt_at timestamptz,
            created_at timestamptz, updated_at timestamptz, sequence int, retry_count int, late boolean, digest_id uuid, reason text)),
    saved AS (
        INSERT INTO reminder ({", ".join(NAMES)}) SELECT {", ".join(NAMES)} FROM given ORDER BY id
        ON CONFLICT (id) DO UPDATE SET ({", ".join(_CHANGING)}) = ({", ".join(f"excluded.{name}" for name in _CHANGING)}))
    SELECT pg_notify('{CHANNEL}', '') WHERE EXISTS (SELECT FROM given WHERE attempt_at IS NOT NULL)
"""

_OF_TASKS = f"SELECT {COLUMNS} FROM reminder WHERE task_id = ANY(%s) ORDER BY id FOR UPDATE"

_TRIGGERED = (
    f"SELECT {COLUMNS} FROM reminder WHERE id = ANY(%s) AND status = 'triggered' ORDER BY id FOR UPDATE SKIP LOCKED"
)


async def save(connection: Connection, reminders: Sequence[Reminder]) -> None:
    """Stores new reminders and new states of known ones, which the caller holds locked; wakes fire-reminders when one is to come."""
    if reminders:
        await connection.execute(_SAVE, (orjson.dumps(list(reminders)).decode(),))


async def of_tasks(connection: Connection, tasks: Collection[UUID]) -> list[Reminder]:
    """All reminders of these tasks, locked until the transaction ends; in the order of their making."""
    cursor = await connection.execute(_OF_TASKS, (list(tasks),))
    return [from_row(row) for row in await cursor.fetchall()]


async def triggered(connection: Connection, ids: Collection[UUID]) -> list[Reminder]:
    """Those of these reminders that wait for their sender and that nobody else works on; locked."""
    cursor = await connection.execute(_TRIGGERED, (list(ids),))
    return [from_row(row) for row in await cursor.fetchall()]


def from_row(row: Sequence[Any]) -> Reminder:
    """A row of COLUMNS as a Reminder."""
    given = dict(zip(NAMES, row, strict=True))
    for name in ("trigger_time", "attempt_at", "created_at", "updated_at"):
        given[name] = _utc(given[name])
    return Reminder(**given)


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant else None
