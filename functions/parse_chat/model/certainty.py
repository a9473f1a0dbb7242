"""When the model is worth asking."""

from __future__ import annotations

from functions.parse_chat.dialogue.amendment import amended
from functions.parse_chat.dialogue.hearing import ON_TASKS
from functions.parse_chat.dialogue.pending import answered
from functions.parse_chat.dialogue.pointing import pointed_at
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.model.configuration import ModelSettings

_SETTLED = frozenset({"empty", "suspicious"})
"""Rules of the grammar whose word is final."""
_SHORT = 3
"""Words of small talk that need no second opinion; longer ones may hide something to do."""


def worth_asking(turn: Turn, settings: ModelSettings) -> bool:
    """Never for text that poses as the system, nor for what the conversation itself explains (answers, corrections)."""
    reading = turn.reading
    if settings.mode == "off" or reading.suspicious or reading.rule in _SETTLED:
        return False
    if reading.rule == "small-talk" and len(turn.text.split()) <= _SHORT:
        return False
    if answered(turn) is not None or amended(turn) is not None or _is_pointed_at(turn):
        return False
    return settings.mode == "always" or _is_unsure(turn, settings.threshold)


def _is_unsure(turn: Turn, threshold: float) -> bool:
    reading = turn.reading
    return reading.operation == "none" or reading.clarification is not None or reading.confidence < threshold


def _is_pointed_at(turn: Turn) -> bool:
    """All that the grammar misses is the task, and the conversation tells which one it is: "no, Monday"."""
    asked = turn.reading.clarification
    return (
        asked is not None and asked.field == "target" and turn.reading.operation in ON_TASKS and bool(pointed_at(turn))
    )
