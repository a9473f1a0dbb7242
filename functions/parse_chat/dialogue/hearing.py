"""The message in the light of the conversation."""

from __future__ import annotations

from functions.parse_chat.dialogue.amendment import amended
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.pending import answered
from functions.parse_chat.dialogue.pointing import pointed_at
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision

ON_TASKS = frozenset({"update", "complete", "delete", "restore"})


def hear(turn: Turn) -> Heard | Decision:
    """An answer to the open question, else a word on what was just done, else what it says by itself."""
    found = answered(turn) or amended(turn)
    if found is not None:
        return found
    return Heard(turn.reading, pointed_at(turn) if turn.reading.operation in ON_TASKS else None)
