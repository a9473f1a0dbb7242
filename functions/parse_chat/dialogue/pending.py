"""Answers to the question that is open."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat import answers
from functions.parse_chat.dialogue.feedback import FIELD as FEEDBACK
from functions.parse_chat.dialogue.feedback import corrected
from functions.parse_chat.dialogue.filling import applied
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.picking import picked
from functions.parse_chat.dialogue.pointing import ids
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Reading, as_data, as_operation
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision

_AROUND_A_DATE = vocabulary(
    "i i'd it it's the a an at by on in to for of and think guess say let's make maybe perhaps please would will should be is was due "
    "like want good great fine ok okay works work best better me us then then. done sure yes um uh sometime around about"
)
_PLAIN = vocabulary(
    "plain statement other-question no-words small-talk assistant-request need-to empty device noun-phrase correction"
)


def answered(turn: Turn) -> Heard | Decision | None:
    """The pending operation completed by this message; None when nothing is pending or the message is about something else."""
    pending = turn.memory.pending
    if pending is None or turn.reading.suspicious:
        return None
    if pending.field == FEEDBACK:
        return corrected(turn)
    if answers.no(turn.text) and pending.field != "due_at":
        return Decision("dismiss", "dropped", memory=cleared(turn.memory))
    if pending.field == "target" and pending.candidates:
        return _one_of(turn, pending)
    if pending.field in {"confirm", "scope"}:
        return _confirmed(turn, pending)
    if pending.field == "due_at" and _of_its_own(turn.reading):
        return None
    filled = applied(turn, pending) if not explicit(turn.reading) or _fills(turn.reading, pending) else None
    return Heard(filled, ids(pending.candidates) or None, answer=True) if filled else None


def _of_its_own(reading: Reading) -> bool:
    """A date with a task around it ("call mom tonight") is a new sentence, not the date that was asked for."""
    words = str(reading.data.get("title") or "").lower().split()
    return reading.operation == "create" and len([word for word in words if word not in _AROUND_A_DATE]) >= 2


def explicit(reading: Reading) -> bool:
    """A command in plain words, not a fragment that may answer something."""
    return reading.operation not in {"none", "dismiss"} and reading.rule not in _PLAIN


def _fills(reading: Reading, pending: Pending) -> bool:
    """A value alone ("tomorrow at 5") is an answer, whatever command it looks like."""
    return pending.field == "due_at" and bool(reading.data.get("due_at")) and not reading.data.get("title")


def _confirmed(turn: Turn, pending: Pending) -> Heard | None:
    chosen = answers.chosen(turn.text, pending.options)
    if pending.field == "scope":
        return _scoped(turn, pending, chosen)
    if not answers.yes(turn.text) and chosen != 0:
        return None
    return Heard(restored(pending), ids(pending.candidates) or None, answer=True, confirmed=True)


_ONCE = vocabulary("this just only once occurrence today's one")
_WHOLE = vocabulary("series whole all every entire forever everything")


def _scoped(turn: Turn, pending: Pending, chosen: int | None) -> Heard | None:
    """Only this occurrence, or the whole series."""
    words = set(answers.said(turn.text).split())
    if chosen is None and not explicit(turn.reading):
        chosen = 1 if words & _WHOLE else 0 if words & _ONCE else None
    if chosen is None:
        return None
    data = as_data({**pending.data, "scope": ("this", "series")[chosen]})
    reading = replace(restored(pending), data=data)
    return Heard(reading, ids(pending.candidates), answer=True, confirmed=True)


def restored(pending: Pending) -> Reading:
    """The command that the question was about; it was made certain by the answer."""
    return Reading(as_operation(pending.operation), 0.95, as_data(pending.data))


def _one_of(turn: Turn, pending: Pending) -> Heard | None:
    """One of the tasks that the question listed, or several."""
    places = picked(turn, pending, certain=explicit(turn.reading))
    if not places:
        return None
    chosen = tuple(pending.candidates[place] for place in places)
    return Heard(restored(pending), ids(chosen), answer=True, confirmed=len(chosen) > 1)
