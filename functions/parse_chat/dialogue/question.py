"""Questions that a decision puts instead of acting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import Memory, Pending
from functions.parse_chat.plan import Decision

YES_OR_NO = ("yes", "no")


def cleared(memory: Memory) -> Memory:
    """The memory without its open question."""
    return replace(memory, pending=None)


def unanswerable(reading: Reading) -> bool:
    """A question must be put first that has nothing to do with which task is meant."""
    asked = reading.clarification
    return asked is not None and asked.field != "target"


def slim(task: TaskJson, *fields: str) -> TaskJson:
    """What a conversation needs to know of a task, and these fields of it."""
    kept = ("id", "title", "status", "due_at", "due_zone", "all_day", "priority", "tags", "series_id", *fields)
    return {name: task[name] for name in kept if name in task}


def ask(
    turn: Turn, asked: Clarification, operation: str, candidates: tuple[TaskJson, ...] = (), say: str = "ask"
) -> Decision:
    """A question; the reading waits in the memory until it is answered."""
    reading = turn.reading
    pending = Pending(operation, asked.field, dict(reading.data), asked.options, tuple(slim(t) for t in candidates))
    return Decision(
        operation,
        say,
        min(reading.confidence, 0.85),
        dict(reading.data),
        as_json(asked),
        reading.notice,
        memory=replace(turn.memory, pending=pending),
    )


def as_json(asked: Clarification) -> dict[str, Any]:
    return {"question": asked.question, "field": asked.field, "options": list(asked.options)}
