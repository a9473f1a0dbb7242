"""How a series changes together with its open tasks: each of these gets its next version and its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared import series as stored
from shared import tasks
from shared.database import UnitOfWork
from shared.events import Cause
from shared.recurrence.series import Series
from shared.task import Task, change, difference
from shared.task_events import task_changed


async def end(
    work: UnitOfWork,
    series: Series,
    cause: Cause,
    now: datetime,
    *,
    trash_from: datetime | None = None,
    but: UUID | None = None,
) -> list[Task]:
    """Ends a locked series: open tasks planned from `trash_from` on go to the trash, the others no longer say that they repeat.

    The task `but` is left as it is. Returns those that went to the trash.
    """
    await stored.save(work.connection, replace(series, ended_at=now, updated_at=now, version=series.version + 1))
    found = [each for each in await stored.open_tasks(work.connection, series.id, lock=True) if each.task.id != but]
    later = [each.task for each in found if trash_from is not None and each.planned >= trash_from]
    for each in found:
        if each.task not in later:
            await edit(work, each.task, cause, now, recurrence=None)
    return await discard(work, later, cause, now, recurrence=None)


async def discard(work: UnitOfWork, found: Sequence[Task], cause: Cause, now: datetime, **fields: Any) -> list[Task]:
    """Puts locked tasks into the trash, with these fields set."""
    gone = [change(task, now, deleted_at=now, **fields) for task in found]
    for before, after in zip(found, gone, strict=True):
        await tasks.save(work.connection, after)
        work.emit(*task_changed("task.deleted", before, after, cause))
    return gone


async def edit(work: UnitOfWork, task: Task, cause: Cause, now: datetime, **fields: Any) -> Task:
    """Sets fields of a locked task; nothing happens when they are so already."""
    after = change(task, now, **fields)
    if not difference(task, after):
        return task
    await tasks.save(work.connection, after)
    work.emit(*task_changed("task.updated", task, after, cause))
    return after
