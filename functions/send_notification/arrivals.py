"""A triggered reminder arrives: it shows in every open page at once, is to be pushed to browsers that asked for it, and waits for its
e-mail if it is to have one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.send_notification.postbox import Postbox
from functions.send_notification.push import waiting
from shared import metrics, notifications, tasks
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import Cause, Event
from shared.identifiers import uuid7
from shared.notifications import Notification
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.reminder import Reminder, cancelled, sent
from shared.task import Task, to_json
from shared.written_dates import written_due, written_moment

# Reminders that fall due together go out together, so that one may have been sent, or have failed, before its own event arrives.
_FIRED = f"""
    SELECT {rows.COLUMNS} FROM reminder
    WHERE id = ANY(%s) AND (status IN ('triggered', 'sent', 'failed') OR status = 'pending' AND retry_count > 0)
    ORDER BY id FOR UPDATE
"""
_TOLD = "SELECT reminder_id FROM notification WHERE reminder_id = ANY(%s)"
_TASKS = f"SELECT {tasks.COLUMNS} FROM task WHERE id = ANY(%s)"


@dataclass(frozen=True)
class Arrival:
    """A reminder whose time has come, with its task (None when that is gone for good)."""

    reminder: Reminder
    task: Task | None
    is_new: bool
    """No page has shown it yet; a retry of its e-mail is not shown again."""

    @property
    def unwanted(self) -> str:
        """Why it is not wanted any more; empty when it is."""
        if self.task is None:
            return "the task is gone"
        if self.task.deleted_at:
            return "the task is in the trash"
        return "the task is completed" if self.task.status != "active" else ""


@dataclass(frozen=True)
class Reception:
    """What becomes of the arrivals; pure."""

    changed: tuple[tuple[Reminder, str], ...]
    """Reminders that are over, with their tasks' titles."""
    shown: tuple[tuple[Notification, Task], ...]


async def receive(ids: Collection[UUID], work: UnitOfWork, postbox: Postbox, cause: Cause, now: datetime) -> None:
    """Takes the reminders in within the unit of work. One that is to be sent by e-mail stays `triggered` for the sender."""
    found = await _arrivals(work.connection, ids)
    reception = received(found, postbox, now)
    await rows.save(work.connection, [reminder for reminder, _ in reception.changed])
    metrics.reminders_sent.labels("in-app").inc(sum(1 for each, _ in reception.changed if each.status == "sent"))
    work.emit(*(reminder_event(reminder, title, cause, now) for reminder, title in reception.changed))
    if reception.shown:
        await notifications.add(work.connection, [each for each, _ in reception.shown])
        await waiting.add(work.connection, [each.id for each, _ in reception.shown], now)
        count = await notifications.unread(work.connection)
        work.emit(*_told(reception.shown, count, cause))


def received(arrivals: Sequence[Arrival], postbox: Postbox, now: datetime) -> Reception:
    """Cancels what is not wanted any more, shows what is new, and ends what no e-mail is sent for."""
    changed: list[tuple[Reminder, str]] = []
    shown: list[tuple[Notification, Task]] = []
    for each in arrivals:
        reminder, task = each.reminder, each.task
        waits = reminder.status == "triggered"
        if task is None or each.unwanted:
            if waits:
                changed.append((cancelled(reminder, now, each.unwanted), task.title if task else ""))
            continue
        if each.is_new:
            shown.append((_notification(reminder, task, postbox, now), task))
        if waits and (reminder.delivery_method != "email" or postbox.recipient is None):
            changed.append((sent(replace(reminder, delivery_method="in-app"), now), task.title))
    return Reception(tuple(changed), tuple(shown))


def _notification(reminder: Reminder, task: Task, postbox: Postbox, now: datetime) -> Notification:
    zone, locale = postbox.zone or (task.due.zone if task.due else "UTC"), postbox.preferences.locale
    due = written_due(to_json(task), zone, locale)
    text = f"Due {due}." if due else "You wanted to be reminded."
    if reminder.late:
        text += f" This reminder is late: it was meant for {written_moment(reminder.trigger_time, zone, locale)}."
    return Notification(
        uuid7(), "reminder", task.title, text, now, task.id, reminder.id, reminder.digest_id, reminder.late
    )  # fmt: skip


def _told(shown: Sequence[tuple[Notification, Task]], count: int, cause: Cause) -> list[Event]:
    """One event each, every one with the count as it is when all are there."""
    return [notifications.created_event(each, count, cause, to_json(task)) for each, task in shown]


async def _arrivals(connection: Connection, ids: Collection[UUID]) -> list[Arrival]:
    fired = [rows.from_row(row) for row in await (await connection.execute(_FIRED, (list(ids),))).fetchall()]
    if not fired:
        return []
    known = await _tasks(connection, {each.task_id for each in fired})
    told: set[Any] = {row[0] for row in await (await connection.execute(_TOLD, (list(ids),))).fetchall()}
    return [Arrival(each, known.get(each.task_id), each.id not in told) for each in fired]


async def _tasks(connection: Connection, ids: Collection[UUID]) -> dict[UUID, Task]:
    cursor = await connection.execute(_TASKS, (list(ids),))
    found = [tasks.from_row(row) for row in await cursor.fetchall()]
    return {task.id: task for task in found}
