"""A patch applied to a task; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.due import parse_due
from shared.errors import Conflict
from shared.identifiers import uuid7
from shared.models import TaskPatch
from shared.recurrence.series import begin, repeating
from shared.recurrence.stated import normalised
from shared.task import Task, change, difference
from shared.task_change import Change


def apply(patch: TaskPatch, task: Task, now: datetime) -> Change | None:
    """The task with the given fields changed; None when nothing differs.

    Raises Conflict for a task in the trash, and for a rule on one that is done.
    """
    if task.deleted_at:
        raise Conflict("This task is in the trash. Restore it to change it.", code="task_in_trash")
    after = _repeating(patch, change(task, now, **_fields(patch, task)), now)
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
    if "due_at" in given:
        place = patch.timezone or (task.due.zone if task.due else None)
        fields["due"] = parse_due(patch.due_at, place) if patch.due_at is not None else None
    return fields


def _repeating(patch: TaskPatch, task: Task, now: datetime) -> Task:
    """The task without its rule, or as the first of a series of its own; the rule that it has already changes nothing."""
    if "recurrence" not in patch.model_fields_set:
        return task
    if patch.recurrence is None:
        return replace(task, recurrence=None)
    given = patch.recurrence.stated()
    if task.series_id and normalised(given) == task.recurrence:
        return task
    if task.status == "completed":
        message = (
            "This task is done, so nothing would come after it. Reopen it, or change the one that is still to be done."
        )
        raise Conflict(message, code="task_completed")
    place = patch.timezone or (task.due.zone if task.due else "UTC")
    return repeating(task, begin(uuid7(), task, given, place, now))
