"""The decision to list tasks, or what happened to them."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.history import history
from functions.parse_chat.dialogue.question import ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision, Step

_FILTERS = ("status", "tag", "priority", "due_from", "due_to", "q")
_SIFTED = frozenset({"completed_from", "completed_to", "overdue", "undated"})
"""What the list itself cannot be asked for: a longer page is sifted afterwards."""


def listing(turn: Turn) -> Decision:
    """Tasks by the filters that were said, or the audit trail when the message asks for it."""
    if turn.reading.clarification:
        return ask(turn, turn.reading.clarification, "query")
    filters = dict(turn.reading.data.get("filters", {}))
    if "audit" in filters:
        return history(turn, filters)
    step = Step("list-tasks", "GET", "/api/tasks", query=_query(filters, turn))
    reading = turn.reading
    words = {"filters": filters}
    memory = cleared(turn.memory)
    return Decision(
        "query", "listed", reading.confidence, dict(reading.data), steps=(step,), words=words, memory=memory
    )


def _query(filters: dict[str, Any], turn: Turn) -> tuple[tuple[str, str], ...]:
    query = [(name, str(filters[name])) for name in _FILTERS if filters.get(name)]
    if filters.get("asks"):
        query = [(name, value) for name, value in query if name != "status"]
    if filters.get("overdue"):
        query = [q for q in query if q[0] != "due_to"] + [("due_to", turn.now.isoformat(timespec="seconds"))]
    limit = "500" if _SIFTED & set(filters) else "100"
    return (*query, ("timezone", turn.zone), ("limit", limit))
