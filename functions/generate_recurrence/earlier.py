"""Repeating tasks from before there were series: such a task gets its series when it is done."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from functions.generate_recurrence.reaction import reaction
from shared import series as stored
from shared import tasks
from shared.database import UnitOfWork
from shared.errors import Invalid
from shared.events import Event
from shared.identifiers import uuid7
from shared.recurrence.series import Series, begin

_RECENT = timedelta(days=1)

log = logging.getLogger(__name__)


async def series_of(work: UnitOfWork, event: Event, now: datetime) -> UUID | None:
    """The series that the task is the first of, begun just now if need be; None when the task is gone or its rule cannot be kept."""
    task_id = UUID(event.data["task"]["id"])
    place = await stored.place(work.connection, task_id)
    if place:
        return place[0]
    # History from before the upgrade is read too, with a task's next event; what was done then is over.
    task = await tasks.find(work.connection, task_id) if now - event.time < _RECENT else None
    if task is None or task.recurrence is None or reaction(event) != "go on":
        return None
    try:
        series: Series = begin(uuid7(), task, task.recurrence, "UTC", now)
    except Invalid as error:
        log.warning("a rule from before cannot be kept", extra={"task": str(task_id), "reason": error.detail})
        return None
    await stored.add(work.connection, series, task_id)
    return series.id
