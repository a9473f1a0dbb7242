"""What moving to another time zone does to the tables: one look, one write."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson

from functions.settings.zone_move import moved
from shared import series, tasks
from shared.database import UnitOfWork
from shared.events import Cause
from shared.task import Task
from shared.task_events import task_changed

_OPEN = f"""
    SELECT {tasks.COLUMNS} FROM task
    WHERE status = 'active' AND deleted_at IS NULL
      AND ((due_zone = %s AND due_at > %s) OR (due_at IS NULL AND reminders <> '[]'))
    ORDER BY id FOR UPDATE
"""

_MOVE = """
    UPDATE task SET due_at = moved.due_at, due_zone = moved.due_zone, reminders = moved.reminders,
                    version = moved.version, updates = moved.updates, updated_at = moved.updated_at
    FROM jsonb_to_recordset(%s::jsonb) AS moved(
        id uuid, due_at timestamptz, due_zone text, reminders jsonb, version int, updates int, updated_at timestamptz)
    WHERE task.id = moved.id
"""


async def move_times(work: UnitOfWork, old: str, new: str, cause: Cause, now: datetime) -> int:
    """Open tasks and series of the old zone keep their wall-clock times in the new one; returns how many tasks changed."""
    # An all-day task is stored as due at the start of its day, and is still to come until that is over.
    cursor = await work.connection.execute(_OPEN, (old, now - timedelta(days=2)))
    found = [tasks.from_row(row) for row in await cursor.fetchall()]
    pairs = [(task, after) for task in found if (after := moved(task, old, new, now))]
    if pairs:
        await work.connection.execute(_MOVE, (orjson.dumps([_row(after) for _, after in pairs]).decode(),))
    for before, after in pairs:
        work.emit(*task_changed("task.updated", before, after, cause))
    await series.move_zone(work.connection, old, new, now)
    return len(pairs)


def _row(task: Task) -> dict[str, object]:
    return {
        "id": task.id,
        "due_at": task.due.instant if task.due else None,
        "due_zone": task.due.zone if task.due else None,
        "reminders": task.reminders,
        "version": task.version,
        "updates": task.updates,
        "updated_at": task.updated_at,
    }
