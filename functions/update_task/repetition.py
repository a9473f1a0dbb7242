"""What another rule of repetition on one task does to its series."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared import series, tasks
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import Cause
from shared.recurrence.series import begin
from shared.series_change import end
from shared.task import Task
from shared.task_change import Beside


async def _lock(connection: Connection, task_id: UUID) -> None:
    task = await tasks.find(connection, task_id)
    if task and task.series_id:
        await series.find(connection, task.series_id, lock=True)


async def _follow(work: UnitOfWork, cause: Cause, before: Task, after: Task, now: datetime) -> None:
    """Without a rule the series ends and what is open stays; a new rule is "this and following", so that what was planned later goes."""
    if before.recurrence == after.recurrence and before.series_id == after.series_id:
        return
    begins = after.recurrence is not None
    old = await series.find(work.connection, before.series_id, lock=True) if before.series_id else None
    if old and not old.ended_at:
        place = await series.place(work.connection, before.id)
        await end(work, old, cause, now, trash_from=place[1] if begins and place else None, but=before.id)
    if begins and after.recurrence is not None:
        zone = after.due.zone if after.due else "UTC"
        # The task has its due date by now, so this is the very series that the patch has checked.
        await series.add(work.connection, begin(_id(after), after, after.recurrence, zone, now), after.id)


def _id(task: Task) -> UUID:
    assert task.series_id is not None, "a task that repeats has its series"
    return task.series_id


WITH_SERIES = Beside(_lock, _follow)
