"""Words that point at tasks: "it", "the second one"."""

from __future__ import annotations

from functions.parse_chat.language.reading import Reading
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import Memory


def pointed_at(reading: Reading, memory: Memory) -> list[TaskJson] | None:
    """The tasks that "it", "the second one" point at; None when the target is named otherwise."""
    select = reading.data.get("select", {})
    if "ordinal" in select:
        place = select["ordinal"]
        place = len(memory.shown) if place == -1 else place
        return [memory.shown[place - 1]] if 1 <= place <= len(memory.shown) else []
    if select.get("it") or (
        reading.operation == "update"
        and not reading.data.get("target")
        and not select.get("all")
        and not select.get("due")
    ):
        touched = list(memory.last.tasks) if memory.last else []
        return touched[:1] if len(touched) == 1 else list(memory.shown) if len(memory.shown) == 1 else []
    return None
