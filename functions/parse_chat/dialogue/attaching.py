""" "Remind me 15 minutes before the dentist": a reminder for a task that is there, not a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.action import act
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.options import MOST, options_of
from functions.parse_chat.dialogue.question import ask
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading, as_data
from functions.parse_chat.matching import TaskJson, match
from functions.parse_chat.plan import Decision


def names_another(reading: Reading) -> bool:
    """A reminder some time before something that is given no date: it may be a task that is there."""
    asked = reading.clarification
    return (
        reading.operation == "create"
        and bool(reading.data.get("title"))
        and any(reminder.get("lead_minutes") for reminder in reading.data.get("reminders") or [])
        and not reading.data.get("due_at")
        and asked is not None
        and asked.field == "due_at"
    )


def attached(turn: Turn, heard: Heard, tasks: Sequence[TaskJson]) -> Decision | None:
    """The reminder added to the task that is meant, or the question which; None when there is no such task with a date."""
    title = str(turn.reading.data.get("title"))
    found = tuple(task for task in match([title], tasks).found if task.get("due_at") and task["status"] == "active")
    if not found:
        return None
    changes = {"reminders": turn.reading.data.get("reminders")}
    data = as_data({"title": title, "target": title, "changes": changes})
    reading = Reading("update", turn.reading.confidence, data)
    if len(found) == 1:
        return act(replace(heard, reading=reading), list(found), replace(turn, reading=reading))
    shown = found[:MOST]
    question = f"{len(found)} tasks fit “{title}”. Which one do you mean?"
    asked = Clarification(question, "target", options_of(shown, turn.zone, turn.locale))
    return ask(replace(turn, reading=reading), asked, "update", shown)
