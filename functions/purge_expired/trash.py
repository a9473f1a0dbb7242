"""The end of the trash: tasks that have lain there long enough are deleted for good, as a person would."""

from __future__ import annotations

from datetime import datetime

from shared import tasks
from shared.database import UnitOfWork
from shared.events import Cause
from shared.task import change
from shared.task_events import task_changed
from shared.tasks import COLUMNS, from_row

_OLDEST = f"SELECT {COLUMNS} FROM task WHERE deleted_at < %s ORDER BY deleted_at LIMIT %s FOR UPDATE SKIP LOCKED"


async def empty(work: UnitOfWork, before: datetime, most: int, cause: Cause, now: datetime) -> int:
    """Deletes for good what went into the trash before that moment; returns how many that were, at most `most`."""
    cursor = await work.connection.execute(_OLDEST, (before, most))
    found = [from_row(row) for row in await cursor.fetchall()]
    await tasks.delete(work.connection, [task.id for task in found])
    for task in found:
        work.emit(*task_changed("task.deleted", task, change(task, now), cause, permanent=True))
    return len(found)
