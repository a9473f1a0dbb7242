"""The answer to a question, filled into the command that it was asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Reading, as_data, as_operation
from functions.parse_chat.memory import Pending


def applied(turn: Turn, pending: Pending) -> Reading | None:
    """The pending reading with the answer filled in; None when the message does not answer it."""
    if pending.field == "title":
        return _titled(turn, pending)
    if pending.field in {"due_at", "changes"}:
        return _dated(turn, pending)
    if pending.field == "priority":
        level = next((w for w in ("high", "medium", "low") if w in turn.text.lower().split()), None)
        return _changed(pending, {"priority": level}) if level else None
    if pending.field == "recurrence" and turn.reading.data.get("recurrence"):
        return _repeating(turn, pending)
    if pending.field == "target":
        return _targeted(turn, pending)
    return None


def _titled(turn: Turn, pending: Pending) -> Reading | None:
    """The message is the title, and may bring a date of its own."""
    again = turn.again
    if again is None or not again.data.get("title"):
        return None
    if pending.operation == "update":
        return _changed(pending, {"title": turn.text.strip()})
    data: dict[str, Any] = {**pending.data, **{k: v for k, v in again.data.items() if v not in (None, [], "")}}
    return Reading("create", 0.9, as_data(data), again.clarification, again.notice)


def _dated(turn: Turn, pending: Pending) -> Reading | None:
    due = turn.reading.data.get("due_at")
    if pending.operation == "query":
        return _on_day(pending, due[:10]) if due else None
    if pending.operation == "create":
        if due is None and not answers.no_date(turn.text):
            unclear = turn.reading.clarification and turn.reading.operation == "none"
            return replace(turn.reading, operation="create", data=as_data(pending.data)) if unclear else None
        data: dict[str, Any] = {**pending.data, "due_at": due, "all_day": None if due is None else len(due) == 10}
        if due is None:
            data["reminders"] = []
        return Reading("create", 0.92, as_data(data))
    return _changed(pending, {"due_at": due}) if due else None


def _on_day(pending: Pending, day: str) -> Reading:
    """The question once more, for the day that was meant."""
    filters = {**pending.data.get("filters", {}), "due_from": day, "due_to": day}
    return Reading("query", 0.92, as_data({**pending.data, "filters": filters}))


def _repeating(turn: Turn, pending: Pending) -> Reading:
    rule = turn.reading.data.get("recurrence")
    if pending.operation == "create":
        data: dict[str, Any] = {**pending.data, "recurrence": rule}
        data["due_at"] = data.get("due_at") or turn.reading.data.get("due_at")
        return Reading("create", 0.92, as_data(data))
    return _changed(pending, {"recurrence": rule})


def _changed(pending: Pending, changes: dict[str, Any]) -> Reading:
    before = {
        name: value
        for name, value in pending.data.get("changes", {}).items()
        if name != "shift" or "due_at" not in changes
    }
    data: dict[str, Any] = {**pending.data, "changes": {**before, **changes}}
    return Reading("update", 0.92, as_data(data))


def _targeted(turn: Turn, pending: Pending) -> Reading | None:
    """The message names the task that a command left open."""
    text = turn.text.strip()
    if not text or len(text) > 500:
        return None
    data: dict[str, Any] = {**pending.data, "title": text, "target": text, "select": {}}
    return replace(
        turn.reading, operation=as_operation(pending.operation), confidence=0.9, data=as_data(data), clarification=None
    )
