"""No task fits the words: say so, and offer what is near, or to add it."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.dialogue.options import options_of
from functions.parse_chat.dialogue.question import as_json, ask
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.matching import Match
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision

_LONGEST = 200
"""Characters of a title that is offered to be added."""


def missing(turn: Turn, result: Match) -> Decision:
    """Nothing is changed by a guess."""
    reading = turn.reading
    name = str(reading.data.get("title"))
    where = " in the trash" if reading.operation == "restore" else ""
    found_no = f"I found no task called “{name}”{where}."
    if result.near:
        options = options_of(result.near, turn.zone, turn.locale)
        which = f"Did you mean “{result.near[0]['title']}”?" if len(options) == 1 else "Did you mean one of these?"
        asked = Clarification(f"{found_no} {which}", "target", options)
        return ask(turn, asked, reading.operation, result.near, "missing")
    if reading.operation not in {"update", "complete"} or len(name) > _LONGEST:
        return _said(turn, Clarification(f"{found_no} Nothing was changed.", "target"), None)
    offer = (f"Add {name}",)
    due = reading.data.get("changes", {}).get("due_at")
    data = {"title": name} | ({"due_at": due} if due else {})
    return _said(
        turn, Clarification(f"{found_no} Shall I add it?", "target", offer), Pending("create", "confirm", data, offer)
    )


def _said(turn: Turn, asked: Clarification, pending: Pending | None) -> Decision:
    reading = turn.reading
    return Decision(
        reading.operation,
        "missing",
        min(reading.confidence, 0.85),
        dict(reading.data),
        as_json(asked),
        memory=replace(turn.memory, pending=pending),
    )
