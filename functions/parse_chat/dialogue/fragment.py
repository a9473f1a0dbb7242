"""A task named without a word of what to do with it: "the second one", "the bank one"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat import answers
from functions.parse_chat.dialogue.pointing import named
from functions.parse_chat.dialogue.question import as_json, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision


def fragment(turn: Turn) -> Decision | None:
    """Ask what to do with it; from then on it is "it"."""
    task = _meant(turn)
    if task is None:
        return None
    asked = Clarification(f"What shall I do with “{task['title']}”?", "operation", ("complete it", "delete it"))
    memory = replace(cleared(turn.memory), it=(task,))
    return Decision("none", "ask", turn.reading.confidence, {}, as_json(asked), memory=memory)


def _meant(turn: Turn) -> TaskJson | None:
    reading, shown = turn.reading, turn.memory.shown
    if reading.rule not in {"plain", "no-words", "assistant-request"} or reading.suspicious or not shown:
        return None
    places = answers.places(turn.text, len(shown))
    if places and len(places) == 1:
        return shown[places[0]]
    words = turn.text.lower().strip(" .!?").split()
    if words[:1] in (["the"], ["that"]) and words[-1:] == ["one"] and 2 < len(words) < 8:
        found = named(" ".join(words[1:]), shown)
        return found[0] if found else None
    return None
