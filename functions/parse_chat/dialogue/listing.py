"""The decision to list tasks, or what happened to them."""

from __future__ import annotations

from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision, Step


def listing(turn: Turn) -> Decision:
    reading = turn.reading
    filters = dict(reading.data.get("filters", {}))
    if "audit" in filters:
        step = Step("read-history", "GET", "/api/audit", query=(("limit", "50"),))
        return Decision(
            "query",
            "audit",
            reading.confidence,
            dict(reading.data),
            steps=(step,),
            words={"kind": filters["audit"]},
            memory=cleared(turn.memory),
        )
    query = [
        (name, str(filters[name]))
        for name in ("status", "tag", "priority", "due_from", "due_to", "q")
        if filters.get(name)
    ]
    if filters.get("overdue"):
        query = [q for q in query if q[0] != "due_to"] + [("due_to", turn.now.isoformat(timespec="seconds"))]
    step = Step(
        "list-tasks",
        "GET",
        "/api/tasks",
        query=(
            *query,
            ("timezone", turn.zone),
            ("limit", "500" if "completed_from" in filters or "completed_to" in filters else "100"),
        ),
    )
    return Decision(
        "query",
        "listed",
        reading.confidence,
        dict(reading.data),
        steps=(step,),
        words={"filters": filters},
        memory=cleared(turn.memory),
    )
