"""The decision to create one task or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.parse_chat.dialogue import steps
from functions.parse_chat.dialogue.action import ASK_BELOW
from functions.parse_chat.dialogue.confirmation import shall_i
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.question import ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, as_data
from functions.parse_chat.memory import LastChange
from functions.parse_chat.plan import Decision

_FIELDS = ("title", "description", "due_at", "priority", "tags", "reminders", "recurrence")


def creation(turn: Turn, heard: Heard) -> Decision:
    """Create what the message names. Where one task needs a question, the others are created all the same."""
    reading = turn.reading
    others: list[dict[str, Any]] = list(reading.data.get("more") or [])
    question = reading.clarification or _doubt(turn, heard)
    alone = replace(reading, data=as_data({k: v for k, v in reading.data.items() if k != "more"}))
    if question and not others:
        return ask(turn, question, "create")
    if question:
        asked = ask(replace(turn, reading=alone), question, "create")
        made = tuple(steps.made(_body(each, turn.zone)) for each in others)
        return replace(asked, say="created-and-ask", data=dict(reading.data), steps=made, change=LastChange("create"))
    bodies = [_body(each, turn.zone) for each in (alone.data, *others)]
    return Decision(
        "create",
        "created",
        reading.confidence,
        dict(reading.data),
        steps=tuple(steps.made(body) for body in bodies),
        notice=reading.notice,
        memory=cleared(turn.memory),
        change=LastChange("create"),
    )


def _doubt(turn: Turn, heard: Heard) -> Clarification | None:
    if heard.confirmed or heard.answer or turn.reading.confidence >= ASK_BELOW:
        return None
    return shall_i(turn.reading, (), turn)


def _body(slots: Mapping[str, Any], zone: str) -> dict[str, Any]:
    return {"timezone": zone} | {name: slots[name] for name in _FIELDS if slots.get(name) not in (None, [], "")}
