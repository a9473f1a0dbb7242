"""Taking what is due: any number of replicas share the work, none takes what another has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import REMINDERS, Cause
from shared.identifiers import uuid7
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.reminder import LATE, LEASE, Reminder

# A reminder whose lease has run out is due again: whoever had it did not come back. One whose event has not even reached the broker
# only gets a new lease: firing it again would bring nothing but a second event.
_CLAIM = f"""
    WITH due AS (
        SELECT id, status = 'pending' AND retry_count = 0 AS first, status = 'triggered' AND EXISTS (
            SELECT FROM event JOIN outbox ON outbox.event_id = event.id
            WHERE event.topic = '{REMINDERS}' AND event.key = reminder.id::text AND event.sequence = reminder.sequence) AS untold
        FROM reminder WHERE attempt_at <= %(now)s ORDER BY attempt_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    UPDATE reminder SET status = 'triggered', attempt_at = %(lease_until)s, sequence = sequence + (NOT due.untold)::int,
                        late = trigger_time < %(late_before)s, updated_at = %(now)s
    FROM due WHERE reminder.id = due.id
    RETURNING due.untold, due.first, COALESCE((SELECT title FROM task WHERE task.id = reminder.task_id), ''), {rows.COLUMNS}
"""

_NEXT = """
    SELECT least((SELECT min(attempt_at) FROM reminder WHERE attempt_at IS NOT NULL), (SELECT mail_probe_at FROM installation))
"""


@dataclass(frozen=True)
class Fired:
    """A reminder that was taken, as it is now."""

    reminder: Reminder
    title: str
    first: bool
    """Neither a retry nor a second try after a lost sender."""
    untold: bool
    """Taken before, but the event still waits to be published."""


async def fire(work: UnitOfWork, now: datetime, limit: int) -> list[Fired]:
    """Triggers up to `limit` of the reminders that are due at `now`, the longest waiting first; each is told by reminder.triggered.

    Fewer than `limit` means that there were no more.
    """
    cause = Cause("/functions/fire-reminders", correlation_id=str(uuid7()))
    given = {"now": now, "lease_until": now + LEASE, "late_before": now - LATE, "limit": limit}
    found = await (await work.connection.execute(_CLAIM, given)).fetchall()
    fired = [Fired(rows.from_row(row), str(title), bool(first), bool(untold)) for untold, first, title, *row in found]
    fired.sort(key=lambda each: each.reminder.trigger_time)
    work.emit(*(reminder_event(each.reminder, each.title, cause, now) for each in fired if not each.untold))
    return fired


async def next_due(connection: Connection) -> datetime | None:
    """When the next reminder is to be worked on, or the mail provider to be looked at; that may have passed. None: nothing lies ahead."""
    row = await (await connection.execute(_NEXT)).fetchone()
    return row[0].astimezone(UTC) if row and isinstance(row[0], datetime) else None
