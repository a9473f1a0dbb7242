"""A task as the product's functions hand it about; immutable, changed only by making a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from shared.clock import rfc3339
from shared.due import Due

Priority = Literal["low", "medium", "high"]
Status = Literal["active", "completed"]


@dataclass(frozen=True)
class Task:
    """One task. Instants are aware and in UTC; `version` rises by one with every change, `updates` with every message to the screens."""

    id: UUID
    title: str
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    due: Due | None = None
    priority: Priority = "medium"
    tags: tuple[str, ...] = ()
    status: Status = "active"
    completed_at: datetime | None = None
    deleted_at: datetime | None = None
    version: int = 1
    updates: int = 1
    reminders: tuple[dict[str, Any], ...] = ()
    recurrence: dict[str, Any] | None = None
    series_id: UUID | None = None


def to_json(task: Task) -> dict[str, Any]:
    """The task as it stands in answers and events (shape: shared.models.TaskAnswer)."""
    return {
        "id": str(task.id),
        "title": task.title,
        "description": task.description,
        "due_at": task.due.text() if task.due else None,
        "due_zone": task.due.zone if task.due else None,
        "all_day": bool(task.due and task.due.day),
        "priority": task.priority,
        "tags": list(task.tags),
        "status": "trashed" if task.deleted_at else task.status,
        "completed_at": _text(task.completed_at),
        "created_at": rfc3339(task.created_at),
        "updated_at": rfc3339(task.updated_at),
        "deleted_at": _text(task.deleted_at),
        "version": task.version,
        "reminders": list(task.reminders),
        "recurrence": task.recurrence,
        "series_id": str(task.series_id) if task.series_id else None,
    }


def change(task: Task, now: datetime, **fields: Any) -> Task:
    """The next version of a task with these fields set; one message to the screens goes with it."""
    return replace(task, **fields, version=task.version + 1, updates=task.updates + 1, updated_at=now)


def difference(before: Task, after: Task) -> dict[str, dict[str, Any]]:
    """The fields a person sees that differ: name to {"from", "to"}."""
    old, new = to_json(before), to_json(after)
    unseen = {"version", "updated_at"}
    return {name: {"from": old[name], "to": new[name]} for name in new if name not in unseen and old[name] != new[name]}


def _text(instant: datetime | None) -> str | None:
    return rfc3339(instant) if instant else None
