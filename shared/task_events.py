"""The events that go with a change of a task: one for the functions (task-events) and one for the screens (task-updates)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.events import TASK_EVENTS, TASK_UPDATES, Cause, Event
from shared.identifiers import uuid7
from shared.task import Task, difference, to_json


def task_changed(
    kind: str, before: Task | None, after: Task, cause: Cause, *, permanent: bool = False
) -> tuple[Event, Event]:
    """The pair of events of one new version; `kind` is a type such as task.updated."""
    data: dict[str, Any] = {
        "task": to_json(after),
        "changes": difference(before, after) if before else {},
        "actor": cause.actor.json(),
    }
    if permanent:
        data["permanent"] = True
    return (
        _event(TASK_EVENTS, kind, after, after.version, data, cause),
        _event(TASK_UPDATES, kind, after, after.updates, data, cause),
    )


def _event(topic: str, kind: str, task: Task, sequence: int, data: Mapping[str, Any], cause: Cause) -> Event:
    return Event(
        uuid7(),
        topic,
        kind,
        cause.source,
        f"tasks/{task.id}",
        task.updated_at,
        str(task.id),
        sequence,
        data,
        cause.correlation_id,
        cause.traceparent,
    )
