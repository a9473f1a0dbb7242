"""The decision on a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue.amendment import amended
from functions.parse_chat.dialogue.creation import creation
from functions.parse_chat.dialogue.listing import listing
from functions.parse_chat.dialogue.pending import answered
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.target import on_task
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.dialogue.undo import undone
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision


def decide(turn: Turn, candidates: Sequence[TaskJson] = ()) -> Decision:
    """The decision for a message; `candidates` are what `search` asked for."""
    found = answered(turn) or amended(turn)
    if isinstance(found, Decision):
        return found
    pending = turn.memory.pending
    reading = found or turn.reading
    decision = _decide(replace(turn, reading=reading), candidates)
    if pending and found is None:
        decision = replace(decision, words={**decision.words, "abandoned": pending.operation})
    return replace(decision, suspicious=reading.suspicious, notice=decision.notice or reading.notice)


def _decide(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    reading, memory = turn.reading, turn.memory
    if reading.suspicious and reading.operation == "none":
        return Decision("none", "suspicious", reading.confidence, dict(reading.data), memory=cleared(memory))
    match reading.operation:
        case "create":
            return creation(turn)
        case "query":
            return listing(turn)
        case "update" | "complete" | "delete" | "restore":
            return on_task(turn, candidates)
        case "undo":
            return undone(turn)
        case "help":
            return Decision("help", "help", reading.confidence, memory=cleared(memory))
        case "dismiss":
            return Decision(
                "dismiss", "dropped" if memory.pending else "dismissed", reading.confidence, memory=cleared(memory)
            )
    return _none(turn)


def _none(turn: Turn) -> Decision:
    reading = turn.reading
    if reading.rule == "small-talk":
        say = "thanked" if "thank" in turn.text.lower() else "greeted"
        return Decision("none", say, reading.confidence, dict(reading.data), memory=cleared(turn.memory))
    offer = reading.rule in {"statement", "device", "wants-other"} and len(turn.text) < 200 and not reading.suspicious
    options = [f"Add {turn.text.strip()}"]
    question: dict[str, Any] | None = (
        {"question": "Shall I add it as a task?", "field": "operation", "options": options} if offer else None
    )
    pending = None
    if question and turn.again and turn.again.data.get("title"):
        pending = Pending("create", "confirm", dict(turn.again.data), tuple(question["options"]))
    return Decision(
        "none",
        "not-understood",
        reading.confidence,
        dict(reading.data),
        question,
        reading.notice,
        memory=replace(turn.memory, pending=pending),
    )
