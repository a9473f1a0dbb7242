"""Pages without the tasks that a question left out in a way that the list itself cannot be asked for."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.selection import overdue
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Decision
from functions.parse_chat.retries import Attempt


def sifted(page: dict[str, Any], decision: Decision, attempt: Attempt) -> dict[str, Any]:
    """Days of completion, "overdue" (an all-day task is, after its local day) and "without a date"; other results as they are."""
    filters = decision.words.get("filters", {})
    if decision.say != "listed" or "items" not in page:
        return page
    return {**page, "items": [task for task in page["items"] if _fits(task, filters, attempt)]}


def _fits(task: TaskJson, filters: dict[str, Any], attempt: Attempt) -> bool:
    first, last = filters.get("completed_from"), filters.get("completed_to")
    if first or last:
        day = due_text({"due_at": task["completed_at"]}, attempt.zone, iso=True)[:10]
        if (first and day < first) or (last and day > last):
            return False
    if filters.get("undated") and task.get("due_at"):
        return False
    return not filters.get("overdue") or overdue(task, attempt.zone, attempt.now)
