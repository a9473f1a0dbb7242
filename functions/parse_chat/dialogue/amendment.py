"""Words that build on what was just done: "also remind me an hour before", "no, Monday", "11am", "no, the bank one"."""

from __future__ import annotations

from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.pointing import ids, named, others
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Data, Reading, as_data
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_VALUES = ("due_at", "all_day", "priority", "tags", "reminders", "recurrence")
_FILLER = vocabulary("too also and please as well then again instead oh ok")
_CORRECTING = vocabulary(
    "no nope actually instead sorry wait i meant mean rather not make it oh change to better and ah oops"
)
_OPENINGS = vocabulary("no nope actually sorry wait oh oops ah rather")


def amended(turn: Turn) -> Heard | None:
    """A message without an object of its own that adds to or corrects what was just done."""
    memory, reading = turn.memory, turn.reading
    if memory.pending or reading.suspicious:
        return None
    if memory.last and memory.last.operation in {"complete", "delete", "update"}:
        meant = _another(turn)
        if meant:
            return Heard(_as_before(turn), meant, instead=True)
    touched = memory.it or (memory.last.tasks if memory.last else ())
    if len(touched) != 1 or reading.operation not in {"create", "update", "none"}:
        return None
    changes = _changes(turn)
    return Heard(Reading("update", 0.85, _about_it(changes, reading)), ids(touched)) if changes else None


def _changes(turn: Turn) -> dict[str, Any]:
    """The values that the message adds or corrects; {} when it is no such message."""
    reading = turn.reading
    corrects = bool(reading.data.get("due_at")) and _only_correction(turn.text, reading)
    if corrects or (reading.operation == "create" and _without_object(reading)):
        # only as a change does "11am" keep the day of the task
        as_change = read(f"change it to {_value(turn.text)}", turn.now, turn.zone, turn.locale or None)
        found = as_change.data.get("changes", {}) if as_change.operation == "update" else {}
        if set(found) & {"due_at", "shift"} and not as_change.clarification:
            return {**_values(reading), **found}
        return _values(reading)
    return {}


def _values(reading: Reading) -> dict[str, Any]:
    return {name: reading.data.get(name) for name in _VALUES if reading.data.get(name) and name != "all_day"}


def _without_object(reading: Reading) -> bool:
    words = str(reading.data.get("title") or "").lower().split()
    return reading.clarification is not None and all(word in _FILLER for word in words) and bool(_values(reading))


def _value(text: str) -> str:
    """The message without the words that only say that it corrects something."""
    words = text.replace(",", " ").split()
    while words and words[0].lower().strip(".!") in _CORRECTING:
        words = words[1:]
    return " ".join(word for word in words if word.lower() != "instead")


def _about_it(changes: dict[str, Any], reading: Reading) -> Data:
    data: dict[str, Any] = {
        "title": None,
        "target": None,
        "select": {"it": True},
        "changes": changes,
        "due_at": changes.get("due_at"),
    }
    return as_data(data)


def _only_correction(text: str, reading: Reading) -> bool:
    """Such as "no, Monday", "actually tomorrow at 5", "make it friday instead": nothing but such words and the date."""
    words = answers.said(text).split()
    if reading.operation == "update" or not words or (words[0] not in _OPENINGS | {"i"} and "instead" not in words):
        return False
    # "I meant Monday" corrects; "I have a dentist appointment on Monday" tells something new
    if words[0] == "i" and words[1:2] not in (["meant"], ["mean"]):
        return False
    title = str(reading.data.get("title") or "")
    return all(w in _CORRECTING for w in title.lower().replace(",", " ").split())


_OPENS_ANOTHER = phrases(
    "no; no not that one; not that one; no not that; i meant; no i meant; sorry i meant; oops i meant; i mean; wrong one; no wrong one;"
    " sorry; no sorry; actually; not it; no i mean; i was talking about; no that one"
)


def _another(turn: Turn) -> tuple[str, ...] | None:
    """The task that was meant instead: "no, the second one", "I meant the bank one", "not that one, the other one"."""
    words = answers.said(turn.text).split()
    opening = max((p for p in _OPENS_ANOTHER if tuple(words[: len(p)]) == p), key=len, default=None)
    if opening is None:
        return None
    rest = " ".join(words[len(opening) :])
    memory = turn.memory
    if answers.other(rest) or (not rest and "wrong" in opening):
        return ids(others(memory)) or None
    if not rest.endswith(("one", "task")) and answers.places(rest, len(memory.shown)) is None:
        return None
    places = answers.places(rest, len(memory.shown))
    found = tuple(memory.shown[n] for n in places) if places else named(rest.removesuffix(" task"), memory.shown)
    touched = {task["id"] for task in (memory.last.tasks if memory.last else ())}
    return ids(found) if len(found) == 1 and found[0]["id"] not in touched else None


def _as_before(turn: Turn) -> Reading:
    """The last command once more, for another task."""
    last = turn.memory.last
    assert last is not None
    if last.operation == "update":
        body = {name: value for name, value in (last.bodies[0] if last.bodies else {}).items() if name != "timezone"}
        return Reading("update", 0.85, as_data({"changes": body | {"exactly": True}}))
    return Reading("delete" if last.operation == "delete" else "complete", 0.85, as_data({}))
