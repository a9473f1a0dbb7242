"""The reminders of every task planned anew: when there were none before, and when the settings they follow change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from functions.schedule_reminder.reconciliation import reconciled
from functions.schedule_reminder.schedule import Book
from shared import outbox, tasks
from shared.connection import Connection
from shared.events import Cause
from shared.identifiers import uuid7
from shared.preferences import Preferences
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.plan import Planned, planned
from shared.task import Task, to_json

_PAGE = 1_000
_REASON = "The settings for reminders changed."
_FOREVER = datetime.max.replace(tzinfo=UTC)

# An all-day task is due at the start of its day, and its reminders come later on it.
_OPEN = f"""
    SELECT {tasks.COLUMNS} FROM task
    WHERE id > %s AND status = 'active' AND deleted_at IS NULL AND (due_at > %s OR reminders <> '[]')
    ORDER BY id LIMIT {_PAGE}
"""


async def replan(
    connection: Connection, preferences: Preferences, reference: datetime, cause: Cause, now: datetime
) -> None:
    """Brings the reminders of all open tasks to what the preferences say; nobody else may plan meanwhile.

    The events are left to relay-outbox: there may be more than a process should hold.
    """
    async for page in _open_tasks(connection, reference):
        book = Book(await rows.of_tasks(connection, [task.id for task in page]))
        events = []
        for task in page:
            changed = reconciled(
                task.id, book.of(task.id), _wanted(task, preferences, reference), now, uuid7,
                keep_snoozed=True, reason=_REASON,
            )  # fmt: skip
            book.take(changed)
            events += [reminder_event(reminder, task.title, cause, now) for reminder in changed]
        await rows.save(connection, book.changed)
        if events:
            await outbox.append(connection, events)


def _wanted(task: Task, preferences: Preferences, reference: datetime) -> list[Planned]:
    """What is still to come today by the old settings, but would be over by the new ones, comes all the same."""
    found = planned(to_json(task), preferences, reference)
    return [replace(each, until=_FOREVER) if each.trigger_time is None else each for each in found]


async def _open_tasks(connection: Connection, reference: datetime) -> AsyncIterator[Sequence[Task]]:
    last = UUID(int=0)
    while True:
        cursor = await connection.execute(_OPEN, (last, reference - timedelta(days=2)))
        page = [tasks.from_row(row) for row in await cursor.fetchall()]
        if page:
            yield page
            last = page[-1].id
        if len(page) < _PAGE:
            return
