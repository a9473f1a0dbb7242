"""Words that build on the task just touched: "also remind me an hour before", "no, Monday"."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Data, Reading, as_data
from functions.parse_chat.language.tokens import sentence
from functions.parse_chat.language.vocabulary import vocabulary

_VALUES = ("due_at", "all_day", "priority", "tags", "reminders", "recurrence")


def amended(turn: Turn) -> Reading | None:
    """A message without an object of its own that adds to or corrects the task just touched."""
    last = turn.memory.last
    if (
        turn.memory.pending
        or last is None
        or len(last.tasks) != 1
        or last.operation not in {"create", "update"}
        or turn.reading.suspicious
    ):
        return None
    reading = turn.reading
    values = {name: reading.data.get(name) for name in _VALUES if reading.data.get(name)}
    if reading.operation == "create" and not reading.data.get("title") and reading.clarification and values:
        changes = {k: v for k, v in values.items() if k != "all_day"}
        return Reading("update", 0.85, _about_it(changes, reading))
    if (
        reading.data.get("due_at")
        and reading.operation in {"none", "create", "update"}
        and _only_correction(turn.text, reading)
    ):
        return Reading("update", 0.85, _about_it({"due_at": reading.data["due_at"]}, reading))
    return None


def _about_it(changes: dict[str, Any], reading: Reading) -> Data:
    data: dict[str, Any] = {
        "title": None,
        "target": None,
        "select": {"it": True},
        "changes": changes,
        "due_at": reading.data.get("due_at"),
    }
    return as_data(data)


_ONLY_CORRECTION_WORDS = vocabulary("no nope actually sorry wait i oh oops ah rather")
_CORRECTING = vocabulary(
    "no nope actually instead sorry wait i meant mean rather not make it oh change to better and ah oops"
)


def _only_correction(text: str, reading: Reading) -> bool:
    """Such as "no, Monday", "actually tomorrow at 5", "make it friday instead": nothing but such words and the date."""
    s = sentence(text)
    words = [t.word for t in s.tokens if t.word.isalnum()]
    if not words or (words[0] not in _ONLY_CORRECTION_WORDS and "instead" not in words):
        return False
    # "I meant Monday" corrects; "I have a dentist appointment on Monday" tells something new
    if words[0] == "i" and words[1:2] not in (["meant"], ["mean"]):
        return False
    title = str(reading.data.get("title") or "")
    return all(w in _CORRECTING for w in title.lower().replace(",", " ").split())
