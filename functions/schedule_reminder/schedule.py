"""Events of tasks applied to their reminders: one look at the rows, one write, however many events there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from functions.schedule_reminder.reconciliation import reconciled
from shared.database import UnitOfWork
from shared.events import Cause, Event
from shared.identifiers import uuid7
from shared.preferences import Preferences
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.plan import planned
from shared.reminders.reminder import Reminder

SOURCE = "/functions/schedule-reminder"
_REASONS = {"task.completed": "The task was completed.", "task.deleted": "The task was deleted."}
_CHANGED = "The task's date or reminders changed."


async def schedule(
    work: UnitOfWork, events: Sequence[Event], preferences: Preferences, since: datetime, now: datetime
) -> None:
    """Brings the reminders of these tasks to what the events ask for, each event after the one before it.

    What was asked for before there were reminders (`since`) is taken as asked for then.
    """
    tasks = {UUID(event.data["task"]["id"]) for event in events}
    book = Book(await rows.of_tasks(work.connection, tasks))
    for event in events:
        work.emit(*_applied(event, book, preferences, since, now))
    await rows.save(work.connection, book.changed)


class Book:
    """The reminders of some tasks as they are while events are applied one after the other."""

    def __init__(self, present: Sequence[Reminder]) -> None:
        self._of: dict[UUID, dict[UUID, Reminder]] = {}
        self._changed: set[UUID] = set()
        for each in present:
            self._of.setdefault(each.task_id, {})[each.id] = each

    def of(self, task: UUID) -> list[Reminder]:
        return list(self._of.get(task, {}).values())

    def take(self, changed: Sequence[Reminder]) -> None:
        for each in changed:
            self._of.setdefault(each.task_id, {})[each.id] = each
            self._changed.add(each.id)

    @property
    def changed(self) -> list[Reminder]:
        return [each for task in self._of.values() for each in task.values() if each.id in self._changed]


def _applied(event: Event, book: Book, preferences: Preferences, since: datetime, now: datetime) -> list[Event]:
    task = event.data["task"]
    id_ = UUID(task["id"])
    gone = event.type == "task.deleted"
    changed = reconciled(
        id_,
        book.of(id_),
        () if gone else planned(task, preferences, max(event.time, since)),
        now,
        uuid7,
        keep_snoozed=task["status"] == "active" and not gone,
        reason=_REASONS.get(event.type, _CHANGED),
    )
    book.take(changed)
    cause = Cause(SOURCE, correlation_id=event.correlation_id, traceparent=event.traceparent)
    return [reminder_event(reminder, task["title"], cause, now) for reminder in changed]
