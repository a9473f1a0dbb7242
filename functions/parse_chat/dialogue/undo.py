"""The decisions to take back the last change, step by step, and to do again what was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue import steps
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import LastChange, Memory
from functions.parse_chat.plan import Decision, Step

REDO = "redo"
"""The rule of a reading that wants it done again."""


def undone(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """Take back the last change of this conversation; what cannot be taken back is said once and then passed over."""
    last, memory = turn.memory.last, cleared(turn.memory)
    if last is None:
        return _said(turn, "nothing-to-undo", memory)
    after = memory.without_last()
    names = {"operation": last.operation, "before": list(last.tasks)}
    if last.operation in {"purge", "end"}:
        return _said(turn, "cannot-undo", replace(after, undone=memory.undone), names)
    now = {task["id"]: task for task in tasks}
    made = _inverse(last, now)
    if not made:
        return _said(turn, "cannot-undo", after, names)
    return Decision("undo", "undone", turn.reading.confidence, {}, steps=made, words=names, memory=after)


def redone(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """Do again what was taken back last."""
    memory = cleared(turn.memory)
    if not memory.undone:
        return _said(turn, "nothing-to-redo", memory)
    change = memory.undone[-1]
    after = memory.with_undone()
    names = {"operation": change.operation, "before": list(change.tasks), "again": True}
    made = _again(change, {task["id"]: task for task in tasks})
    if not made:
        return _said(turn, "cannot-undo", after, names)
    return Decision("undo", "redone", turn.reading.confidence, {}, steps=made, words=names, memory=after)


def inverse(change: LastChange, tasks: Sequence[TaskJson]) -> tuple[Step, ...]:
    """What takes a change back, for the tasks that there still are."""
    return _inverse(change, {task["id"]: task for task in tasks})


def _said(turn: Turn, say: str, memory: Memory, words: Mapping[str, Any] | None = None) -> Decision:
    return Decision("undo", say, turn.reading.confidence, words=dict(words or {}), memory=memory)


def _inverse(change: LastChange, now: Mapping[str, TaskJson]) -> tuple[Step, ...]:
    there = [task for task in change.tasks if task["id"] in now]
    match change.operation:
        case "create" | "restore":
            return tuple(steps.trashed(task) for task in there if now[task["id"]]["status"] != "trashed")
        case "complete":
            return tuple(steps.reopened(task) for task in there)
        case "delete":
            return tuple(steps.restored(task) for task in there if now[task["id"]]["status"] == "trashed")
    bodies = dict(zip((task["id"] for task in change.tasks), change.bodies, strict=True))
    return tuple(steps.changed(task, _before(task, bodies[task["id"]])) for task in there)


def _before(task: TaskJson, body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that were changed, as they were; others may have been changed by somebody else since."""
    if "status" in body:
        return {"status": "completed"}
    kept = {name: task.get(name) for name in body if name != "timezone"}
    if "due_at" in kept and task.get("due_zone"):
        kept["timezone"] = task["due_zone"]
    return kept


def _again(change: LastChange, now: Mapping[str, TaskJson]) -> tuple[Step, ...]:
    there = [task for task in change.tasks if task["id"] in now]
    match change.operation:
        case "create" | "restore":
            return tuple(steps.restored(task) for task in there if now[task["id"]]["status"] == "trashed")
        case "complete":
            return tuple(steps.completed(task) for task in there)
        case "delete":
            return tuple(steps.trashed(task) for task in there)
    bodies = dict(zip((task["id"] for task in change.tasks), change.bodies, strict=True))
    return tuple(steps.changed(task, bodies[task["id"]]) for task in there)
