"""A question that was left without an answer: what therefore was not done."""

from __future__ import annotations

from functions.parse_chat.dialogue.feedback import FIELD as FEEDBACK
from functions.parse_chat.memory import Pending


def abandoned(pending: Pending | None) -> str:
    """One short sentence; "" when nothing was asked for in earnest, as with an offer to add something."""
    if pending is None or pending.field == FEEDBACK:
        return ""
    offered = pending.operation == "create" and pending.field == "confirm"
    title = str(pending.data.get("title") or "")
    if offered or (pending.operation == "create" and not title):
        return ""
    if pending.operation == "create":
        return f"I did not add “{title}”."
    if len(pending.candidates) == 1:
        title = str(pending.candidates[0]["title"])
    if title:
        return f"I left “{title}” as it was."
    # of a list from which nothing was chosen nobody thinks as "those tasks"
    return "I left those tasks as they were." if pending.candidates and pending.field == "confirm" else ""
