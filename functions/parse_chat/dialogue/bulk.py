"""Commands on many tasks at once: confirmed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.question import ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, as_data
from functions.parse_chat.language.wording import listed
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision

MOST_AT_ONCE = 200
"""Tasks that one bulk command may touch."""


def confirm_all(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """Bulk commands are confirmed first, with the number of tasks."""
    reading = turn.reading
    data = dict(reading.data)
    if not tasks:
        return Decision(reading.operation, "none-there", reading.confidence, data, memory=cleared(turn.memory))
    if len(tasks) > MOST_AT_ONCE:
        return Decision(
            reading.operation,
            "too-many",
            reading.confidence,
            data,
            words={"count": len(tasks), "most": MOST_AT_ONCE},
            memory=cleared(turn.memory),
        )
    verb = {
        "complete": "complete",
        "delete": "delete for good" if data.get("permanent") else "move to the trash",
        "restore": "restore",
        "update": "change",
    }[reading.operation]
    count = "the one task" if len(tasks) == 1 else f"all {len(tasks)} tasks"
    names = listed([f"“{t['title']}”" for t in tasks[:5]] + ([f"{len(tasks) - 5} more"] if len(tasks) > 5 else []))
    asked = Clarification(f"Shall I {verb} {count}: {names}?", "confirm", ("yes", "no"))
    kept = data | {
        "tasks": [
            {"id": t["id"], "title": t["title"], "status": t["status"], "due_at": t["due_at"], "all_day": t["all_day"]}
            for t in tasks
        ]
    }
    decision = ask(replace(turn, reading=replace(reading, data=as_data(kept))), asked, reading.operation)
    return replace(decision, data=data)
