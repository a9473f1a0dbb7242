"""Questions for the audit trail: what happened to tasks, when, and by whom."""

from __future__ import annotations

from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.plan import Decision, Step

_DEEDS = {
    "task.completed": "complete completed finish finished done closed checked tick ticked",
    "task.deleted": "delete deleted remove removed trash trashed erase erased",
    "task.created": "create created add added make made",
    "task.restored": "restore restored",
    "task.updated": "change changed update updated edit edited move moved rename renamed reschedule rescheduled postpone postponed",
}
_TASK_EVENTS = ",".join(_DEEDS)
_REMINDER_EVENTS = "reminder.triggered,reminder.sent"
_KINDS = {
    "completed": "task.completed",
    "deleted": "task.deleted",
    "created": "task.created",
    "restored": "task.restored",
}
_SELF = "i"
"""What a question calls the person who asks it."""


def history(turn: Turn, filters: dict[str, Any]) -> Decision:
    """Entries of the kind, title words, actor and days that were said, newest first."""
    kind = str(filters["audit"]).removeprefix("audit-")
    words: dict[str, Any] = {"kind": kind, "filters": filters, "client": turn.client, "asked": _asked(kind, turn)}
    query: list[tuple[str, str]] = [("event_type", str(words["asked"])), ("timezone", turn.zone), ("limit", "200")]
    query += [(to, str(filters[name])) for name, to in (("at_from", "from"), ("at_to", "to")) if filters.get(name)]
    if filters.get("actor") and str(filters["actor"]).lower() != _SELF:
        query.append(("actor", str(filters["actor"])))
    it = turn.memory.it
    if filters.get("q"):
        query.append(("q", str(filters["q"])))
    elif len(it) == 1 and set(answers.said(turn.text).split()) & {"it", "that", "this"} and kind != "why":
        query.append(("entity_id", str(it[0]["id"])))
        words["about"] = it[0]["title"]
    step = Step("read-history", "GET", "/api/audit", query=tuple(query))
    reading = turn.reading
    memory = cleared(turn.memory)
    return Decision("query", "audit", reading.confidence, dict(reading.data), steps=(step,), words=words, memory=memory)


def _asked(kind: str, turn: Turn) -> str:
    """The event types, separated by commas."""
    if kind == "why":
        return _REMINDER_EVENTS
    if kind in _KINDS:
        return _KINDS[kind]
    said = set(answers.said(turn.text).split())
    if kind in {"who", "when"}:
        return next((event for event, words in _DEEDS.items() if said & set(words.split())), _TASK_EVENTS)
    return _TASK_EVENTS
