"""The decision to act on tasks that are certain."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue import steps
from functions.parse_chat.dialogue.confirmation import for_good, once_or_series, shall_i
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.patch import patch
from functions.parse_chat.dialogue.question import ask, cleared, slim, unanswerable
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import LastChange
from functions.parse_chat.plan import Decision, Step

ASK_BELOW = 0.7
"""A command that is understood with less confidence than this is confirmed first."""


def act(heard: Heard, tasks: list[TaskJson], turn: Turn) -> Decision:
    """Carry out the operation on tasks that are certain, or ask what must be asked first."""
    reading = heard.reading
    if unanswerable(reading) and reading.clarification and not heard.confirmed:
        return ask(turn, reading.clarification, reading.operation, tuple(tasks))
    if not heard.confirmed:
        question = _question(reading, tasks, turn)
        if question:
            return ask(turn, question, reading.operation, tuple(tasks))
    if reading.operation == "update":
        return _update(reading, tasks, turn)
    if reading.operation == "delete" and reading.data.get("scope") == "series":
        return _end_series(reading, tasks, turn)
    permanent = bool(reading.data.get("permanent"))
    step = {
        "complete": steps.completed,
        "delete": steps.purged if permanent else steps.trashed,
        "restore": steps.restored,
    }[reading.operation]
    done = {"complete": "completed", "delete": "deleted", "restore": "restored"}[reading.operation]
    change = LastChange("purge" if permanent else reading.operation, tuple(slim(task) for task in tasks))
    return _done(reading, tasks, turn, done, tuple(step(task) for task in tasks), change)


def _question(reading: Reading, tasks: list[TaskJson], turn: Turn) -> Clarification | None:
    if reading.operation == "delete" and reading.data.get("permanent"):
        return for_good(tasks)
    repeats = len(tasks) == 1 and tasks[0].get("series_id") and tasks[0].get("recurrence")
    if reading.operation == "delete" and repeats and not reading.data.get("scope"):
        return once_or_series(tasks[0], turn.locale)
    if reading.confidence < ASK_BELOW:
        return shall_i(reading, tasks, turn)
    return None


def _update(reading: Reading, tasks: list[TaskJson], turn: Turn) -> Decision:
    bodies = [patch(task, reading.data.get("changes", {}), turn.zone) for task in tasks]
    undated = [task for task, body in zip(tasks, bodies, strict=True) if not body]
    if undated:
        asked = Clarification(f"“{undated[0]['title']}” has no due date yet. When should it be due?", "due_at")
        return ask(turn, asked, "update", tuple(tasks))
    before = tuple(slim(task, *body) for task, body in zip(tasks, bodies, strict=True))
    change = LastChange("update", before, tuple(bodies))
    made = tuple(steps.changed(task, body) for task, body in zip(tasks, bodies, strict=True))
    return _done(reading, tasks, turn, "updated", made, change)


def _end_series(reading: Reading, tasks: list[TaskJson], turn: Turn) -> Decision:
    change = LastChange("end", tuple(slim(task) for task in tasks))
    return _done(reading, tasks, turn, "ended", (steps.ended(tasks[0]),), change)


def _done(
    reading: Reading, tasks: list[TaskJson], turn: Turn, say: str, made: tuple[Step, ...], change: LastChange
) -> Decision:
    data: dict[str, Any] = dict(reading.data)
    words = {"permanent": bool(data.get("permanent")), "before": tasks}
    memory = cleared(turn.memory)
    return Decision(
        reading.operation, say, reading.confidence, data, steps=made, words=words, memory=memory, change=change
    )
