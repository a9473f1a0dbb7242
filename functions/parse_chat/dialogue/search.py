"""What must be known of the person's tasks before a decision."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.dialogue.amendment import amended
from functions.parse_chat.dialogue.pending import answered
from functions.parse_chat.dialogue.pointing import pointed_at
from functions.parse_chat.dialogue.question import unanswerable
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision


@dataclass(frozen=True, slots=True)
class Search:
    """Tasks to fetch before deciding: by words (several attempts, the fullest first) or all of a kind."""

    names: tuple[str, ...] = ()
    status: str = "active"
    tag: str = ""
    due: str = ""
    everything: bool = False
    ids: tuple[str, ...] = ()


def search(turn: Turn) -> Search | None:
    """What must be known of the user's tasks to decide; None when nothing."""
    reading = answered(turn) or amended(turn) or turn.reading
    if (
        isinstance(reading, Decision)
        or reading.operation not in {"update", "complete", "delete", "restore"}
        or unanswerable(reading)
    ):
        return None
    select = reading.data.get("select", {})
    status = {"restore": "trashed", "delete": "", "update": "active", "complete": "active"}[reading.operation]
    pointed = pointed_at(reading, turn.memory)
    if pointed is not None:
        return Search(ids=(str(pointed[0]["id"]),)) if len(pointed) == 1 else None
    target = reading.data.get("target")
    names = tuple(n for n in (select.get("text"), reading.data.get("title"), target) if n)
    status = "" if select.get("status") == "completed" else status
    return Search(
        tuple(dict.fromkeys(names)),
        status,
        select.get("tag", ""),
        select.get("due", ""),
        bool(select.get("all")) or not names,
    )
