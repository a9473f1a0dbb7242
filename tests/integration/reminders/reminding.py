"""Tasks, the functions that see to their reminders, and a clock in the hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from functions.fire_reminders.main import fire_due
from functions.schedule_reminder.main import keep_true
from shared import tasks
from shared.consumer import Consumer, Outcome
from shared.due import parse_due
from shared.events import Cause, Event
from shared.identifiers import uuid7
from shared.reminders import rows
from shared.reminders.reminder import Reminder
from shared.services import Services
from shared.task import Task, change
from shared.task_events import task_changed
from shared.tasks import NewTaskRow, Once

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_NEVER_ASKED_AGAIN = Once(None, b"", 200, b"")


class Reminding:
    """`now` is what its functions take for the present."""

    def __init__(self, services: Services, now: datetime = NOW) -> None:
        self.now = now
        self.services = replace(services, clock=lambda: self.now)
        self.scheduler = Consumer("schedule-reminder", keep_true)
        self.scheduler.bind(self.services)

    def later(self, **passed: float) -> datetime:
        self.now += timedelta(**passed)
        return self.now

    async def create(self, due_at: str | None = None, zone: str = "UTC", **fields: Any) -> tuple[Task, Event]:
        """A task that is stored with its event, which nobody has delivered yet."""
        due = parse_due(due_at, zone) if due_at else None
        task = Task(uuid7(), fields.pop("title", "Call mom"), self.now, self.now, due=due, **fields)
        events = task_changed("task.created", None, task, Cause("/functions/create-task", correlation_id="c-1"))
        async with self.services.database.connection() as connection:
            assert await tasks.create(connection, [NewTaskRow(task, events, _NEVER_ASKED_AGAIN)]) == [True]
        return task, events[0]

    async def change(self, before: Task, kind: str = "task.updated", **fields: Any) -> tuple[Task, Event]:
        """The next version, stored with its event, which nobody has delivered yet."""
        after = change(before, self.now, **fields)
        events = task_changed(kind, before, after, Cause("/functions/update-task", correlation_id="c-2"))
        async with self.services.database.unit_of_work() as work:
            assert await tasks.change(work.connection, after, events, _NEVER_ASKED_AGAIN)
        return after, events[0]

    async def complete(self, task: Task) -> tuple[Task, Event]:
        return await self.change(task, "task.completed", status="completed", completed_at=self.now)

    async def reopen(self, task: Task) -> tuple[Task, Event]:
        return await self.change(task, status="active", completed_at=None)

    async def trash(self, task: Task) -> tuple[Task, Event]:
        return await self.change(task, "task.deleted", deleted_at=self.now)

    async def deliver(self, *events: Event) -> Sequence[Outcome]:
        """To schedule-reminder, all in one delivery."""
        return await self.scheduler.receive([orjson.loads(event.body) for event in events], events[0].topic)

    async def fire(self) -> int:
        return await fire_due(self.services)

    async def publish(self) -> None:
        """All events have reached the broker."""
        async with self.services.database.connection() as connection:
            await connection.execute("DELETE FROM outbox")

    async def of(self, task: Task) -> list[Reminder]:
        """The task's reminders, in the order of their making."""
        async with self.services.database.unit_of_work() as work:
            return await rows.of_tasks(work.connection, [task.id])

    async def states(self, task: Task) -> list[tuple[str, str, datetime]]:
        """(entry, status, trigger time) of the task's reminders, by trigger time."""
        found = [(each.entry, each.status, each.trigger_time) for each in await self.of(task)]
        return sorted(found, key=lambda each: each[2])

    async def told(self, task: Task) -> list[tuple[str, int]]:
        """(type, sequence) of the events about the task's reminders, in the order of their writing."""
        async with self.services.database.connection() as connection:
            cursor = await connection.execute(
                "SELECT type, sequence FROM event WHERE topic = 'reminders' AND body->>'subject' = %s ORDER BY position",
                (f"tasks/{task.id}",),
            )
            return [(str(kind), int(str(sequence))) for kind, sequence in await cursor.fetchall()]

    async def step(self, reminder: Reminder) -> None:
        """Stores a step that send-notification or a person took."""
        async with self.services.database.unit_of_work() as work:
            await rows.save(work.connection, [reminder])
