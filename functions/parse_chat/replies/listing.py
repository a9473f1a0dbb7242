"""Tasks that were asked for, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.parse_chat.language.wording import spoken_date
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.task import TaskJson, task_line

SHOWN = 20
"""Tasks that a reply lists; the rest is counted."""


def tasks_listed(done: Done) -> str:
    filters = done.decision.words.get("filters", {})
    page = done.results[0]
    tasks = page["items"]
    kind = _kind(filters)
    if filters.get("q"):
        return _found(tasks, filters["q"], done.zone)
    if not tasks:
        return f"You have no {kind}tasks{_scope(filters)}."
    more = "more than " if page.get("next") else ""
    head = f"You have {more}{len(tasks)} {kind}task{'' if len(tasks) == 1 else 's'}{_scope(filters)}"
    if filters.get("count"):
        return f"{head}."
    lines = [f"{n}. {task_line(task, done.zone)}" for n, task in enumerate(tasks[:SHOWN], start=1)]
    rest = [f"… and {len(tasks) - SHOWN} more."] if len(tasks) > SHOWN else []
    return "\n".join([f"{head}:", *lines, *rest])


def _kind(filters: dict[str, Any]) -> str:
    status = {"active": "active ", "completed": "completed ", "trashed": "trashed "}.get(filters.get("status", ""), "")
    overdue = "overdue " if filters.get("overdue") else ""
    priority = f"{filters['priority']}-priority " if filters.get("priority") else ""
    return (overdue or status) + priority


def _scope(filters: dict[str, Any]) -> str:
    tag = f" tagged {filters['tag']}" if filters.get("tag") else ""
    first, last = (
        datetime.fromisoformat(filters[n]).date() if filters.get(n) else None for n in ("due_from", "due_to")
    )
    if filters.get("completed_from"):
        day = datetime.fromisoformat(filters["completed_from"]).date()
        return f"{tag} completed {'on' if filters.get('completed_to') == filters['completed_from'] else 'since'} {spoken_date(day)}"
    if filters.get("overdue") or not (first or last):
        return tag
    if first and first == last:
        return f"{tag} due on {spoken_date(first)}"
    start = f" from {spoken_date(first)}" if first else ""
    end = f" to {spoken_date(last)}" if last else ""
    return f"{tag} due{start}{end}" if first else f"{tag} due by {spoken_date(last)}" if last else tag


def _found(tasks: Sequence[TaskJson], sought: str, zone: str) -> str:
    if not tasks:
        return f"No, there is no active task like “{sought}”."
    if len(tasks) == 1:
        return f"Yes: {task_line(tasks[0], zone)}."
    return "\n".join(
        [
            f"Yes, {len(tasks)} tasks match “{sought}”:",
            *(f"{n}. {task_line(t, zone)}" for n, t in enumerate(tasks[:SHOWN], start=1)),
        ]
    )
