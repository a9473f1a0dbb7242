"""What the model is told (files in ../prompts, the same for everybody) and what it is given: one JSON document of data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.model.offer import Offer, shown
from shared.written_dates import WEEKDAYS

_FOLDER = Path(__file__).resolve().parent.parent / "prompts"
_PARTS = ("system", "router", "task", "reminder", "recurring", "audit")


@cache
def instructions() -> str:
    """The global prompt, the router and all agents in one: a second call for the chosen agent would double the wait."""
    return "\n".join((_FOLDER / f"{part}.txt").read_text("utf-8") for part in _PARTS)


def document(turn: Turn, locale: str | None, offered: Offer) -> str:
    """JSON escapes whatever stands in message and titles: they cannot leave their place in it."""
    given = {
        "message": turn.text,
        "now": turn.now.isoformat(timespec="minutes"),
        "weekday": WEEKDAYS[turn.now.weekday()],
        "timezone": turn.zone,
        "locale": locale,
        "tasks": shown(offered, turn.memory, turn.zone),
    }
    return orjson.dumps(given).decode()
