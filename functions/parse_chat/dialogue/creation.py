"""The decision to create a task."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.question import ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision, Step

_TASK_FIELDS = ("title", "description", "due_at", "priority", "tags", "reminders", "recurrence")


def creation(turn: Turn) -> Decision:
    """Create the task, or ask for what is missing."""
    reading = turn.reading
    if reading.clarification:
        return ask(turn, reading.clarification, "create")
    data = reading.data
    body: dict[str, Any] = {"timezone": turn.zone}
    for name in _TASK_FIELDS:
        if data.get(name) not in (None, [], ""):
            body[name] = data.get(name)
    step = Step("create-task", "POST", "/api/tasks", body)
    return Decision(
        "create",
        "created",
        reading.confidence,
        dict(data),
        steps=(step,),
        notice=reading.notice,
        memory=cleared(turn.memory),
    )
