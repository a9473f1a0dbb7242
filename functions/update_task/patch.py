"""A patch applied to a task; pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.due import parse_due
from shared.errors import Conflict
from shared.models import TaskPatch
from shared.task import Task, change, difference
from shared.task_change import Change


def apply(patch: TaskPatch, task: Task, now: datetime) -> Change | None:
    """The task with the given fields changed; None when nothing differs. Raises Conflict for a task in the trash."""
    if task.deleted_at:
        raise Conflict("This task is in the trash. Restore it to change it.", code="task_in_trash")
    after = change(task, now, **_fields(patch, task))
    return Change("task.updated", after) if difference(task, after) else None


def _fields(patch: TaskPatch, task: Task) -> dict[str, Any]:
    given = patch.model_fields_set
    fields: dict[str, Any] = {name: getattr(patch, name) for name in ("title", "description") if name in given}
    if "priority" in given:
        fields["priority"] = patch.priority or "medium"
    if "tags" in given:
        fields["tags"] = tuple(dict.fromkeys(patch.tags or ()))
    if "reminders" in given:
        fields["reminders"] = tuple(item.model_dump(exclude_none=True) for item in patch.reminders or ())
    if "recurrence" in given:
        fields["recurrence"] = patch.recurrence.model_dump(exclude_none=True) if patch.recurrence else None
    if "due_at" in given:
        place = patch.timezone or (task.due.zone if task.due else None)
        fields["due"] = parse_due(patch.due_at, place) if patch.due_at is not None else None
    return fields
