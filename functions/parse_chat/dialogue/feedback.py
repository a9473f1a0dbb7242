""" "That's wrong": what was said of the last answer, and the message that puts it right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.pointing import pointed_at
from functions.parse_chat.dialogue.question import as_json, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading, as_data
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision

FIELD = "feedback"
UNDO = "undo it"


def feedback(turn: Turn) -> Decision:
    """Say sorry, offer to take the last change back, and ask what was meant."""
    memory = turn.memory
    options = (UNDO,) if memory.last else ()
    question = "Shall I undo it, or what should it have been?" if options else "What did you mean?"
    asked = Clarification(question, FIELD, options)
    pending = Pending("undo", FIELD, {}, options)
    data = dict(turn.reading.data)
    kept = replace(memory, pending=pending)
    return Decision("none", FIELD, turn.reading.confidence, data, as_json(asked), words={"about": True}, memory=kept)


def corrected(turn: Turn) -> Heard | Decision | None:
    """What the message after a complaint does: undo, or make of the task just made what it should have been; else it is a message as any."""
    freed = replace(turn, memory=cleared(turn.memory))
    if answers.yes(turn.text) or answers.said(turn.text) in {UNDO, "undo"}:
        return Heard(Reading("undo", 0.95, as_data({})), answer=True)
    if answers.no(turn.text):
        return Decision("dismiss", "dismissed", memory=freed.memory)
    last, reading = turn.memory.last, turn.reading
    if last and last.operation == "create" and len(last.tasks) == 1 and _made_anew(reading):
        return Heard(Reading("update", 0.9, _as_changes(reading)), (str(last.tasks[0]["id"]),), answer=True)
    return Heard(reading, pointed_at(freed) if reading.operation in _ON_TASKS else None, answer=True)


_ON_TASKS = frozenset({"update", "complete", "delete", "restore"})


def _made_anew(reading: Reading) -> bool:
    return reading.operation == "create" and bool(reading.data.get("title")) and not reading.clarification


def _as_changes(reading: Reading) -> Any:
    """All that the sentence says of the task; what it leaves out, such as a date, goes."""
    data = reading.data
    fields = ("title", "description", "due_at", "priority", "recurrence")
    changes: dict[str, Any] = {name: data.get(name) for name in fields} | {"exactly": True}
    changes |= {"tags": data.get("tags") or [], "reminders": data.get("reminders") or []}
    return as_data({"title": data.get("title"), "changes": changes})
