"""An event as a row of the audit trail."""

from __future__ import annotations

from typing import Any

from shared.events import Event

Row = tuple[Any, ...]


def row(event: Event) -> Row:
    """(event id, time, event type, entity type, entity id, actor, source, correlation id, result, detail) of an event.

    The subject `tasks/<id>` names the entity; for a change of a task the detail is what changed, for an audit event what it tells.
    """
    entity_type, _, entity_id = event.subject.partition("/")
    data = event.data
    result = str(data.get("result", "processed"))
    return (
        event.id,
        event.time,
        event.type,
        entity_type.removesuffix("s") or "system",
        entity_id or None,
        data.get("actor", {}),
        event.source,
        event.correlation_id,
        result,
        _detail(event),
    )


def _detail(event: Event) -> dict[str, Any]:
    if "detail" in event.data:
        return dict(event.data["detail"])
    task = event.data.get("task", {})
    detail = {"title": task.get("title"), "version": task.get("version"), "changes": event.data.get("changes", {})}
    return detail | {"permanent": True} if event.data.get("permanent") else detail
