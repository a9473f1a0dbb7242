"""The missed tasks that a repeating one left behind when it was done late: put away in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.parse_chat.dialogue import steps
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision


def dismisses_extras(reading: Reading) -> bool:
    return reading.operation == "dismiss" and "extras" in reading.rule


def extras_dismissed(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """In every series that has more than one open task; which of them were missed the series itself knows."""
    found = Counter(str(task["series_id"]) for task in tasks if task.get("series_id"))
    series = [each for each, count in found.items() if count > 1]
    memory, confidence = cleared(turn.memory), turn.reading.confidence
    if not series:
        return Decision("dismiss", "no-extras", confidence, memory=memory)
    made = tuple(steps.extras_dismissed(each) for each in series)
    before = [task for task in tasks if str(task.get("series_id")) in series]
    return Decision("dismiss", "extras-dismissed", confidence, steps=made, words={"before": before}, memory=memory)
