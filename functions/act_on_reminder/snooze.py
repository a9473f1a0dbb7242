"""Putting a reminder off."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from shared import notifications, tasks
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.errors import Conflict, Invalid, NotFound
from shared.events import Cause
from shared.identifiers import uuid7
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.reminder import Reminder, scheduled

LONGEST = timedelta(days=366)
_FIND = f"SELECT {rows.COLUMNS} FROM reminder WHERE id = %s"


async def find(connection: Connection, reminder_id: UUID, *, lock: bool = False) -> Reminder:
    """Raises NotFound. With `lock` nobody else changes it before the transaction ends."""
    row = await (await connection.execute(_FIND + (" FOR UPDATE" if lock else ""), (reminder_id,))).fetchone()
    if row is None:
        raise NotFound("There is no reminder with this id.", code="reminder_not_found")
    return rows.from_row(row)


async def snooze(work: UnitOfWork, reminder: Reminder, until: datetime, cause: Cause, now: datetime) -> Reminder:
    """A new reminder of the same task at `until`; what was shown of the old one is read. Raises Conflict when the task is not open."""
    if not now < until <= now + LONGEST:
        raise Invalid("A reminder can be put off by up to a year, and not into the past.", code="snooze_out_of_range")
    task = await tasks.find(work.connection, reminder.task_id, lock=True)
    if task is None or task.deleted_at or task.status != "active":
        raise Conflict(
            "This task is done or in the trash, so there is nothing to be reminded of.", code="task_not_open"
        )
    id_ = uuid7()
    later = scheduled(id_, task.id, f"snooze:{id_}", until, reminder.delivery_method, now)
    await rows.save(work.connection, [later])
    work.emit(reminder_event(later, task.title, cause, now))
    await mark_read(work, await notifications.of_reminders(work.connection, [reminder.id]), cause, now)
    return later


async def mark_read(work: UnitOfWork, ids: list[UUID] | None, cause: Cause, now: datetime) -> int:
    """Marks notifications (None: all) as read on every device; returns how many are still unread."""
    client = cause.actor.client_id
    read = await notifications.mark_read(work.connection, ids, client, now)
    count = await notifications.unread(work.connection)
    if read:
        work.emit(notifications.read_event(read, count, cause, now))
    return await notifications.unread(work.connection, client)
