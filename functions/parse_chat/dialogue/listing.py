"""The decision to list tasks, or what happened to them."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision, Step

_FILTERS = ("status", "tag", "priority", "due_from", "due_to", "q")


def listing(turn: Turn) -> Decision:
    """Tasks by the filters that were said, or the audit trail when the message asks for it."""
    filters = dict(turn.reading.data.get("filters", {}))
    if "audit" in filters:
        step = Step("read-history", "GET", "/api/audit", query=(("limit", "50"),))
        return _looked_up(turn, "audit", step, {"kind": filters["audit"]})
    step = Step("list-tasks", "GET", "/api/tasks", query=_query(filters, turn))
    return _looked_up(turn, "listed", step, {"filters": filters})


def _query(filters: dict[str, Any], turn: Turn) -> tuple[tuple[str, str], ...]:
    """The query of list-tasks; completion days are sifted from a longer page afterwards."""
    query = [(name, str(filters[name])) for name in _FILTERS if filters.get(name)]
    if filters.get("overdue"):
        query = [q for q in query if q[0] != "due_to"] + [("due_to", turn.now.isoformat(timespec="seconds"))]
    limit = "500" if "completed_from" in filters or "completed_to" in filters else "100"
    return (*query, ("timezone", turn.zone), ("limit", limit))


def _looked_up(turn: Turn, say: str, step: Step, words: dict[str, Any]) -> Decision:
    reading = turn.reading
    return Decision(
        "query",
        say,
        reading.confidence,
        dict(reading.data),
        steps=(step,),
        words=words,
        memory=cleared(turn.memory),
    )
