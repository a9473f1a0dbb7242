"""Taking what is due: any number of replicas share the work, none takes what another has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import Cause
from shared.identifiers import uuid7
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.reminder import LATE, LEASE, Reminder

# A reminder whose lease has run out is due again: whoever had it did not come back.
_CLAIM = f"""
    WITH due AS (
        SELECT id, status = 'pending' AND retry_count = 0 AS first FROM reminder
        WHERE attempt_at <= %(now)s ORDER BY attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    UPDATE reminder SET status = 'triggered', attempt_at = %(lease_until)s, sequence = sequence + 1,
                        late = trigger_time < %(late_before)s, updated_at = %(now)s
    FROM due WHERE reminder.id = due.id
    RETURNING due.first, COALESCE((SELECT title FROM task WHERE task.id = reminder.task_id), ''), {rows.COLUMNS}
"""

_NEXT = "SELECT min(attempt_at) FROM reminder WHERE attempt_at IS NOT NULL"


@dataclass(frozen=True)
class Fired:
    reminder: Reminder
    first: bool
    """Neither a retry nor a second try after a lost sender."""


async def fire(work: UnitOfWork, now: datetime, limit: int) -> list[Fired]:
    """Triggers up to `limit` of the reminders that are due at `now`, the longest waiting first; each is told by reminder.triggered."""
    cause = Cause("/functions/fire-reminders", correlation_id=str(uuid7()))
    given = {"now": now, "lease_until": now + LEASE, "late_before": now - LATE, "limit": limit}
    found = await (await work.connection.execute(_CLAIM, given)).fetchall()
    taken = [(bool(first), str(title), rows.from_row(row)) for first, title, *row in found]
    taken.sort(key=lambda each: each[2].trigger_time)
    work.emit(*(reminder_event(reminder, title, cause, now) for _, title, reminder in taken))
    return [Fired(reminder, first) for first, _, reminder in taken]


async def next_due(connection: Connection) -> datetime | None:
    """When the next reminder is to be worked on, which may have passed; None when there is none."""
    row = await (await connection.execute(_NEXT)).fetchone()
    return row[0].astimezone(UTC) if row and isinstance(row[0], datetime) else None
