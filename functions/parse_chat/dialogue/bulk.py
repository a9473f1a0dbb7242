"""Commands on many tasks at once: confirmed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.confirmation import names_of
from functions.parse_chat.dialogue.question import YES_OR_NO, ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision

MOST_AT_ONCE = 200
"""Tasks that one bulk command may touch."""


def confirm_all(turn: Turn, tasks: Sequence[TaskJson], spared: int = 0) -> Decision:
    """Bulk commands are confirmed first, with the number of tasks; `spared` completed ones are not meant."""
    reading = turn.reading
    data = dict(reading.data)
    if not tasks:
        return Decision(reading.operation, "none-there", reading.confidence, data, memory=cleared(turn.memory))
    if len(tasks) > MOST_AT_ONCE:
        words = {"most": MOST_AT_ONCE, "verb": _VERBS[reading.operation]}
        memory = cleared(turn.memory)
        return Decision(reading.operation, "too-many", reading.confidence, data, words=words, memory=memory)
    asked = Clarification(_question(turn, tasks, spared), "confirm", YES_OR_NO)
    return replace(ask(turn, asked, reading.operation, tuple(tasks)), data=data)


_VERBS = {"complete": "complete", "delete": "delete", "restore": "restore", "update": "change"}


def _question(turn: Turn, tasks: Sequence[TaskJson], spared: int) -> str:
    reading = turn.reading
    permanent = bool(reading.data.get("permanent"))
    kind = _kind(tasks) if reading.operation == "delete" else ""
    count = {1: f"the one {kind}task", 2: f"both {kind}tasks"}.get(len(tasks), f"all {len(tasks)} {kind}tasks")
    does = {
        "complete": f"mark {count} as done",
        "delete": f"delete {count} for good" if permanent else f"move {count} to the trash",
        "restore": f"restore {count}",
        "update": f"change {count}",
    }[reading.operation]
    question = f"Shall I {does}: {names_of(tasks)}?"
    kept = f" Your {spared} completed task{' stays' if spared == 1 else 's stay'}." if spared else ""
    return question + (" That cannot be undone." if permanent else "") + kept


def _kind(tasks: Sequence[TaskJson]) -> str:
    status = {str(task["status"]) for task in tasks}
    return f"{status.pop()} " if len(status) == 1 else ""
