"""Answers to the question that is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.dialogue.action import act
from functions.parse_chat.dialogue.filling import applied
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Reading, as_data, as_operation
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.matching import TaskJson, match
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision

_AROUND_A_DATE = vocabulary(
    "i i'd it it's the a an at by on in to for of and think guess say let's make maybe perhaps please would will should be is was due "
    "like want good great fine ok okay works work best better me us then then. done sure yes um uh sometime around about"
)
_PLAIN = vocabulary(
    "plain statement other-question no-words small-talk assistant-request need-to empty device noun-phrase"
)


def answered(turn: Turn) -> Reading | Decision | None:
    """The pending operation completed by this message; None when nothing is pending or the message is about something else."""
    pending = turn.memory.pending
    if pending is None:
        return None
    if pending.candidates:
        return _picked(turn, pending)
    if answers.no(turn.text) and pending.field != "due_at":
        return Decision("dismiss", "dropped", memory=cleared(turn.memory))
    if pending.field == "confirm":
        return _confirmed(turn, pending)
    if pending.field == "due_at" and _of_its_own(turn.reading):
        return None
    return applied(turn, pending) if not _explicit(turn.reading) or _fills(turn.reading, pending) else None


def _of_its_own(reading: Reading) -> bool:
    """A date with a task around it ("call mom tonight") is a new sentence, not the date that was asked for."""
    words = str(reading.data.get("title") or "").lower().split()
    return reading.operation == "create" and len([word for word in words if word not in _AROUND_A_DATE]) >= 2


def _explicit(reading: Reading) -> bool:
    return reading.operation not in {"none", "dismiss"} and reading.rule not in _PLAIN


def _fills(reading: Reading, pending: Pending) -> bool:
    """A value alone ("tomorrow at 5") is an answer, whatever command it looks like."""
    return pending.field == "due_at" and bool(reading.data.get("due_at")) and not reading.data.get("title")


def _confirmed(turn: Turn, pending: Pending) -> Reading | Decision | None:
    if answers.yes(turn.text) or answers.chosen(turn.text, pending.options) == 0:
        return (
            _bulk(pending.operation, tuple(pending.data["tasks"]), pending.data, turn)
            if "tasks" in pending.data
            else _restored(pending)
        )
    return None


def _restored(pending: Pending) -> Reading:
    return Reading(as_operation(pending.operation), 0.95, as_data(pending.data))


def _picked(turn: Turn, pending: Pending) -> Decision | None:
    """One of the tasks that the question listed."""
    if answers.no(turn.text):
        return Decision("dismiss", "dropped", memory=cleared(turn.memory))
    tasks = pending.candidates
    place = 0 if len(tasks) == 1 and answers.yes(turn.text) else answers.chosen(turn.text, pending.options)
    if place is None and not _explicit(turn.reading):
        found = match([turn.text], tasks).found
        place = tasks.index(found[0]) if len(found) == 1 else None
    if place is None:
        return None
    return act(_restored(pending), [tasks[place]], replace(turn, reading=_restored(pending)))


def _bulk(operation: str, tasks: tuple[TaskJson, ...], data: dict[str, Any], turn: Turn) -> Decision:
    reading = Reading(as_operation(operation), 0.95, as_data(data))
    return act(reading, list(tasks), turn)
