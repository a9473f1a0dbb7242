"""Completing and reopening; pure. Both are harmless when repeated."""

from __future__ import annotations

from datetime import datetime

from shared.errors import Conflict
from shared.task import Task, change
from shared.task_change import Change


def complete(task: Task, now: datetime) -> Change | None:
    """The task as completed now; None when it is completed. Raises Conflict for a task in the trash."""
    _not_in_trash(task)
    if task.status == "completed":
        return None
    return Change("task.completed", change(task, now, status="completed", completed_at=now))


def reopen(task: Task, now: datetime) -> Change | None:
    """The task as active again; None when it is active. Raises Conflict for a task in the trash."""
    _not_in_trash(task)
    if task.status == "active":
        return None
    return Change("task.updated", change(task, now, status="active", completed_at=None))


def _not_in_trash(task: Task) -> None:
    if task.deleted_at:
        raise Conflict("This task is in the trash. Restore it first.", code="task_in_trash")
