"""The trash: into it, out of it, and past it; pure."""

from __future__ import annotations

from datetime import datetime

from shared.task import Task, change
from shared.task_change import Change


def discard(task: Task, now: datetime) -> Change | None:
    """Into the trash, where it can be restored for 30 days; None when it is there."""
    return None if task.deleted_at else Change("task.deleted", change(task, now, deleted_at=now))


def remove(task: Task, now: datetime) -> Change | None:
    """Gone for good."""
    return Change("task.deleted", change(task, now, deleted_at=task.deleted_at or now), permanent=True)


def restore(task: Task, now: datetime) -> Change | None:
    """Back from the trash as it was; None when it is not there."""
    return Change("task.restored", change(task, now, deleted_at=None)) if task.deleted_at else None
