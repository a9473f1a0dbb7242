"""The model's flat form as the structured answer that both engines must pass."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.model.answer import ModelAnswer, NextTask, Reminder, Repetition, When
from functions.parse_chat.model.dates import Place, stamp

ON_TASK = frozenset({"update", "complete", "delete", "restore"})
_QUESTIONS = {
    "title": "What should the task be called?",
    "due_at": "When should it be due?",
    "target": "Which task do you mean?",
    "priority": "Which priority: low, medium or high?",
    "recurrence": "How often should it repeat?",
}
"""The model only says what is missing: no word of its own is ever shown to a person."""


def structured(answer: ModelAnswer, place: Place) -> dict[str, Any]:
    """As StructuredAnswer takes it. Raises NotUsed for a date that is none."""
    return {
        "operation": answer.operation,
        "data": _data(answer, place),
        "confidence": answer.confidence,
        "clarification": _question(answer),
    }


def _question(answer: ModelAnswer) -> dict[str, Any] | None:
    missing = answer.missing
    if missing is None and answer.operation in ON_TASK and not (answer.task or answer.target_words):
        missing = "target"
    if missing is None:
        return None
    options = ["low", "medium", "high"] if missing == "priority" else []
    return {"question": _QUESTIONS[missing], "field": missing, "options": options}


def _data(answer: ModelAnswer, place: Place) -> dict[str, Any]:
    if answer.operation == "create":
        more = {"more": [_next(task, place) for task in answer.more]} if answer.more else {}
        return _given({"title": answer.title, **_slots(answer, place)}) | more
    if answer.operation == "update":
        return _aim(answer) | {"changes": _changes(answer, place)}
    if answer.operation in ON_TASK:
        return _aim(answer)
    if answer.operation == "query" and answer.filters:
        return {"filters": answer.filters.model_dump(exclude_none=True)}
    return {}


def _aim(answer: ModelAnswer) -> dict[str, Any]:
    if answer.target_words:
        return {"target": answer.target_words}
    return {"select": {"it": True}} if answer.task else {}


def _changes(answer: ModelAnswer, place: Place) -> dict[str, Any]:
    """The new values; a null clears a field, an empty list empties it."""
    said = _given({"title": answer.new_title, **_slots(answer, place), "remove_tags": answer.remove_tags})
    said.pop("all_day", None)
    cleared: dict[str, Any] = {name: [] if name in {"tags", "reminders"} else None for name in answer.clear}
    return cleared | said


def _slots(answer: ModelAnswer, place: Place) -> dict[str, Any]:
    due = stamp(answer.due.value, place) if answer.due else None
    return {
        "description": answer.description,
        "due_at": due,
        "all_day": len(due) == 10 if due else None,
        "priority": answer.priority,
        "tags": answer.tags,
        "reminders": [_reminder(each, place) for each in answer.reminders],
        "recurrence": repetition(answer.recurrence) if answer.recurrence else None,
    }


def repetition(given: Repetition) -> dict[str, Any]:
    """Without the words that said it."""
    return given.model_dump(exclude_none=True, exclude={"words"})


def _reminder(given: Reminder, place: Place) -> dict[str, Any]:
    at = stamp(given.at.value, place) if isinstance(given.at, When) else None
    return _given({"lead_minutes": given.lead_minutes, "at": at})


def _next(task: NextTask, place: Place) -> dict[str, Any]:
    due = stamp(task.due.value, place) if task.due else None
    return _given({"title": task.title, "due_at": due, "all_day": len(due) == 10 if due else None})


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [])}
