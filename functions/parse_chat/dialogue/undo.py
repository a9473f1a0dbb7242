"""The decision to take back the last change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision, Step


def undone(turn: Turn) -> Decision:
    """Take back the last change of this conversation."""
    last = turn.memory.last
    if last is None or not last.tasks:
        return Decision("undo", "nothing-to-undo", turn.reading.confidence, memory=cleared(turn.memory))
    steps = tuple(step for task in last.tasks for step in _inverse(last.operation, task))
    if not steps:
        return Decision("undo", "cannot-undo", turn.reading.confidence, memory=cleared(turn.memory))
    memory = replace(turn.memory, pending=None, last=None)
    return Decision(
        "undo", "undone", turn.reading.confidence, {}, steps=steps, words={"operation": last.operation}, memory=memory
    )


def _inverse(operation: str, task: TaskJson) -> tuple[Step, ...]:
    path = f"/api/tasks/{task['id']}"
    if operation in {"create", "restore"}:
        return (Step("delete-task", "DELETE", path),)
    if operation == "complete":
        return (Step("complete-task", "POST", f"{path}/reopen"),)
    if operation == "delete":
        return (Step("delete-task", "POST", f"{path}/restore"),)
    kept: dict[str, Any] = {
        name: task[name]
        for name in ("title", "description", "due_at", "priority", "tags", "reminders", "recurrence")
        if name in task
    }
    if task.get("due_zone"):
        kept["timezone"] = task["due_zone"]
    return (Step("update-task", "PATCH", path, kept),) if kept else ()
