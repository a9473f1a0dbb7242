"""Making what comes after an occurrence that is done, and taking it back."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared import notifications, tasks
from shared import series as stored
from shared.database import UnitOfWork
from shared.events import AUDIT_EVENTS, Cause, Event
from shared.identifiers import uuid7
from shared.notifications import Notification
from shared.recurrence.occurrences import Occurrence
from shared.recurrence.series import Series
from shared.recurrence.upcoming import Upcoming, upcoming
from shared.task import Task, change, to_json
from shared.task_events import task_changed

log = logging.getLogger(__name__)


async def go_on(work: UnitOfWork, series: Series, planned: datetime, event: Event, cause: Cause, now: datetime) -> None:
    """Makes the tasks that follow the occurrence `planned` of a locked series, unless they were made before or the series is over."""
    if series.ended_at:
        return
    goes_on = await stored.goes_on(work.connection, series.id, planned)
    found = upcoming(series.schedule, planned, event.time, goes_on)
    source = UUID(event.data["task"]["id"])
    following = [*found.missed, *([found.next] if found.next else [])]
    made = [(each, series.task(each, uuid7(), now)) for each in following]
    new = await stored.make(work.connection, series.id, [(each.local, task.id) for each, task in made], source, now)
    made = [(each, task) for each, task in made if task.id in new]
    await tasks.add(work.connection, [task for _, task in made])
    for occurrence, task in made:
        work.emit(*task_changed("task.created", None, task, cause), _generated(series, occurrence, task, source, cause))
    missed = [task for each, task in made if each is not found.next]
    if found.missed or found.dropped:
        work.emit(_caught_up(series, found, missed, source, cause, now))
    if missed:
        await _show_missed(work, missed, cause, now)


async def take_back(work: UnitOfWork, series: Series, event: Event, cause: Cause, now: datetime) -> None:
    """Deletes for good what came because this task was done, as far as nobody has touched it."""
    found = await stored.brought(work.connection, series.id, UUID(event.data["task"]["id"]))
    ids = [task.id for task in found]
    await tasks.delete(work.connection, ids)
    await stored.forget(work.connection, series.id, ids)
    for task in found:
        work.emit(*task_changed("task.deleted", task, change(task, now, deleted_at=now), cause, permanent=True))
    if found:
        log.info("what came next was taken back", extra={"series": str(series.id), "tasks": len(found)})


def _generated(series: Series, occurrence: Occurrence, task: Task, source: UUID, cause: Cause) -> Event:
    schedule = series.schedule
    data: dict[str, Any] = {
        "series_id": str(series.id),
        "source_task_id": str(source),
        "task_id": str(task.id),
        "rrule": schedule.rule.text,
        "planned": schedule.text(occurrence.local),
        "due_at": task.due.text() if task.due else "",
        "actor": cause.actor.json(),
    }
    adjusted = schedule.adjustment(occurrence)
    if adjusted:
        data["adjusted"] = adjusted.json()
        log.info("an occurrence was adjusted", extra={"series": str(series.id), **adjusted.json()})
    return _audit("recurring.generated", task.id, data, cause, task.created_at)


def _caught_up(
    series: Series, found: Upcoming, made: Sequence[Task], source: UUID, cause: Cause, now: datetime
) -> Event:
    data = {
        "series_id": str(series.id),
        "source_task_id": str(source),
        "missed": [str(task.id) for task in made],
        "dropped": found.dropped,
        "actor": cause.actor.json(),
    }
    log.info("caught up", extra={"series": str(series.id), "missed": len(made), "dropped": found.dropped})
    return _audit("recurring.caught_up", source, data, cause, now)


async def _show_missed(work: UnitOfWork, missed: Sequence[Task], cause: Cause, now: datetime) -> None:
    """Where several tasks suddenly stand, the page says why; it offers to dismiss them."""
    last = missed[-1]
    said = "One that was missed is" if len(missed) == 1 else f"{len(missed)} that were missed are"
    shown = Notification(uuid7(), "catch-up", last.title, f"{said} on your list now.", now, last.id)
    await notifications.add(work.connection, [shown])
    count = await notifications.unread(work.connection)
    work.emit(notifications.created_event(shown, count, cause, to_json(last)))


def _audit(kind: str, task_id: UUID, data: dict[str, Any], cause: Cause, now: datetime) -> Event:
    subject = f"tasks/{task_id}"
    return Event(
        uuid7(), AUDIT_EVENTS, kind, cause.source, subject, now, subject, None, data, cause.correlation_id, cause.traceparent
    )  # fmt: skip
