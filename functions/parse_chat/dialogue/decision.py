"""The decision on a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.abandoned import abandoned
from functions.parse_chat.dialogue.attaching import attached, names_another
from functions.parse_chat.dialogue.creation import creation
from functions.parse_chat.dialogue.extras import dismisses_extras, extras_dismissed
from functions.parse_chat.dialogue.feedback import FIELD as FEEDBACK
from functions.parse_chat.dialogue.feedback import feedback
from functions.parse_chat.dialogue.fragment import fragment
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.hearing import hear
from functions.parse_chat.dialogue.listing import listing
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.small_talk import small_talk
from functions.parse_chat.dialogue.target import on_task
from functions.parse_chat.dialogue.told import told
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.dialogue.undo import REDO, inverse, redone, undone
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision


def decide(turn: Turn, candidates: Sequence[TaskJson] = ()) -> Decision:
    """The decision for a message; `candidates` are what `search` asked for."""
    heard = hear(turn)
    if isinstance(heard, Decision):
        return heard
    reading = heard.reading
    decision = _decide(replace(turn, reading=reading), heard, candidates)
    left = "" if heard.answer else abandoned(turn.memory.pending)
    if left and decision.say not in {"dropped", FEEDBACK}:
        decision = replace(decision, words={**decision.words, "abandoned": left})
    return replace(decision, suspicious=reading.suspicious, notice=decision.notice or reading.notice)


def _decide(turn: Turn, heard: Heard, candidates: Sequence[TaskJson]) -> Decision:
    reading, memory = turn.reading, turn.memory
    if reading.suspicious and reading.operation == "none":
        return Decision("none", "suspicious", reading.confidence, dict(reading.data), memory=cleared(memory))
    if not heard.answer and not heard.ids:
        pointed = fragment(turn)
        if pointed:
            return pointed
    match reading.operation:
        case "create":
            another = attached(turn, heard, candidates) if names_another(reading) else None
            return another or creation(turn, heard)
        case "query":
            return listing(turn)
        case "update" | "complete" | "delete" | "restore":
            decision = on_task(turn, heard, candidates)
            return _instead(turn, decision, candidates) if heard.instead else decision
        case "undo":
            return redone(turn, candidates) if reading.rule == REDO else undone(turn, candidates)
        case "help":
            return Decision("help", "help", reading.confidence, memory=cleared(memory))
        case "dismiss":
            return _dismissed(turn, candidates)
    return _none(turn, candidates)


def _instead(turn: Turn, decision: Decision, candidates: Sequence[TaskJson]) -> Decision:
    """The last change is taken back and made to another task."""
    last = turn.memory.last
    if not decision.steps or last is None:
        return decision
    back = inverse(last, candidates)
    words = {**decision.words, "instead": [task["title"] for task in last.tasks], "taken_back": len(back)}
    return replace(decision, steps=(*decision.steps, *back), words=words, memory=decision.memory.without_last())


def _dismissed(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    if dismisses_extras(turn.reading):
        return extras_dismissed(turn, candidates)
    say = "dropped" if turn.memory.pending else "nothing-to-cancel"
    return Decision("dismiss", say, turn.reading.confidence, memory=cleared(turn.memory))


def _none(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    if turn.reading.rule == FEEDBACK:
        return feedback(turn)
    if turn.reading.rule == "small-talk":
        return small_talk(turn)
    return told(turn, candidates)
