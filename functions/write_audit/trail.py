"""An event as a row of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.events import Event
from shared.reminders.plan import in_words

Row = tuple[Any, ...]


_ONE = {"series": "series"}


def row(event: Event) -> Row:
    """(event id, time, event type, entity type, entity id, actor, source, correlation id, result, detail) of an event.

    The subject `tasks/<id>` names the entity; for a change of a task the detail is what changed, else what the event tells.
    """
    entity_type, _, entity_id = event.subject.partition("/")
    data = event.data
    result = "failed" if event.type == "reminder.failed" else str(data.get("result", "processed"))
    return (
        event.id,
        event.time,
        event.type,
        _ONE.get(entity_type, entity_type.removesuffix("s")) or "system",
        entity_id or None,
        data.get("actor", {}),
        event.source,
        event.correlation_id,
        result,
        _detail(event),
    )


def _detail(event: Event) -> dict[str, Any]:
    data = event.data
    if "detail" in data:
        return dict(data["detail"])
    if "reminder" in data:
        return _of_reminder(data)
    if "task" in data:
        return _of_task(data)
    return {name: value for name, value in data.items() if name != "actor"}


def _of_task(data: Mapping[str, Any]) -> dict[str, Any]:
    task = data["task"]
    detail = {"title": task["title"], "version": task["version"], "changes": data["changes"]}
    return detail | {"permanent": True} if data.get("permanent") else detail


def _of_reminder(data: Mapping[str, Any]) -> dict[str, Any]:
    """What answers "why did I get this reminder?": what asked for it, for when, how it went out, and why it did not."""
    reminder = data["reminder"]
    return {
        "title": data["title"],
        "reminder_id": reminder["id"],
        "entry": data["entry"],
        "asked_for": in_words(data["entry"]),
        "trigger_time": reminder["trigger_time"],
        "method": reminder["delivery_method"],
        "late": data.get("late", False),
        "retry_count": reminder["retry_count"],
        "digest_id": data.get("digest_id"),
        "reason": data.get("reason"),
    }
