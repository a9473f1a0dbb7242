"""The decision to act on tasks that are certain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue.patch import patch
from functions.parse_chat.dialogue.question import ask, unanswerable
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import LastChange
from functions.parse_chat.plan import Decision, Step


def act(reading: Reading, tasks: list[TaskJson], turn: Turn) -> Decision:
    """Carry out the operation on tasks that are certain."""
    data: dict[str, Any] = {k: v for k, v in reading.data.items() if k != "tasks"}
    operation = reading.operation
    asked = reading.clarification if unanswerable(reading) else None
    if asked:
        return ask(turn, asked, operation)
    if operation == "update":
        bodies = [patch(t, reading.data.get("changes", {}), turn.zone) for t in tasks]
        steps = tuple(
            Step("complete-task", "POST", f"/api/tasks/{t['id']}/reopen")
            if b.get("status")
            else Step("update-task", "PATCH", f"/api/tasks/{t['id']}", b)
            for t, b in zip(tasks, bodies, strict=True)
        )
        if any(not b for b in bodies):
            return ask(
                turn, Clarification("That task has no due date yet. When should it be due?", "due_at"), "update", ()
            )
    else:
        steps = tuple(_step(operation, t, bool(data.get("permanent"))) for t in tasks)
    say = {"update": "updated", "complete": "completed", "delete": "deleted", "restore": "restored"}[operation]
    memory = replace(turn.memory, pending=None, last=LastChange(operation, tuple(tasks)))
    return Decision(
        operation,
        say,
        reading.confidence,
        data,
        steps=steps,
        words={"permanent": bool(data.get("permanent")), "before": tasks},
        memory=memory,
    )


def _step(operation: str, task: TaskJson, permanent: bool) -> Step:
    path = f"/api/tasks/{task['id']}"
    if operation == "complete":
        return Step("complete-task", "POST", f"{path}/complete")
    if operation == "restore":
        return Step("delete-task", "POST", f"{path}/restore")
    return Step("delete-task", "DELETE", path, query=(("permanent", "true"),) if permanent else ())
