"""Questions before something is done: what exactly would be done, and to which tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.parse_chat.dialogue.question import YES_OR_NO
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.language.wording import due_text, listed
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.recurrence_text import repeats

ONLY_THIS, WHOLE_SERIES = "only this one", "the whole series"
_NAMED = 5


def shall_i(reading: Reading, tasks: Sequence[TaskJson], turn: Turn) -> Clarification:
    """Such as "Shall I mark “buy milk” as done?"."""
    names = names_of(tasks)
    data = reading.data
    done = {
        "complete": f"mark {names} as done",
        "delete": f"delete {names} for good" if data.get("permanent") else f"move {names} to the trash",
        "restore": f"restore {names}",
        "update": f"change {names}{_changes(data.get('changes', {}), turn)}",
        "create": f"add “{data.get('title')}”{_due(data.get('due_at'), turn)}",
    }[reading.operation]
    return Clarification(f"Shall I {done}?", "confirm", YES_OR_NO)


def for_good(tasks: Sequence[TaskJson]) -> Clarification:
    which = names_of(tasks) if len(tasks) == 1 else f"these {len(tasks)} tasks, {names_of(tasks)},"
    return Clarification(f"Shall I delete {which} for good? That cannot be undone.", "confirm", YES_OR_NO)


def once_or_series(task: TaskJson, locale: str) -> Clarification:
    rule = repeats(task.get("recurrence"), locale)
    question = f"“{task['title']}” repeats {rule}. Delete only this one, or the whole series?"
    return Clarification(question, "scope", (ONLY_THIS, WHOLE_SERIES))


def names_of(tasks: Sequence[TaskJson]) -> str:
    """The first few by name, the others by number."""
    rest = len(tasks) - _NAMED
    return listed([f"“{task['title']}”" for task in tasks[:_NAMED]] + ([f"{rest} more"] if rest > 0 else []))


def _due(due: str | None, turn: Turn) -> str:
    return f", due {due_text({'due_at': due}, turn.zone, turn.locale)}" if due else ""


def _changes(changes: dict[str, Any], turn: Turn) -> str:
    said = [each for each in (_change(name, value, turn) for name, value in changes.items()) if each]
    return f": {listed(said)}" if said else ""


def _change(name: str, value: Any, turn: Turn) -> str:
    if name == "due_at":
        return f"due {due_text({'due_at': value}, turn.zone, turn.locale)}" if value else "no due date"
    if name == "title":
        return f"call it “{value}”"
    if name == "priority":
        return f"{value} priority" if value else "no priority"
    if name == "tags":
        return f"tagged {listed(value)}" if value else "no tags"
    named = {"shift": "another time", "reminders": "other reminders", "recurrence": "another repetition"}
    return named.get(name, "another description" if name == "description" else "")
