"""Tasks that were asked for, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from functions.parse_chat.language.wording import spoken_date
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.task import TaskJson, task_line

SHOWN = 20
"""Tasks that a reply lists; the rest is counted."""


def tasks_listed(done: Done) -> str:
    filters = done.decision.words.get("filters", {})
    page = done.tasks[0]
    tasks = page["items"]
    if filters.get("q"):
        return _found(tasks, filters, done)
    kind = _kind(filters)
    if not tasks:
        return f"You have no {kind}tasks{_scope(filters, done.locale)}."
    more = "more than " if page.get("next") else ""
    head = f"You have {more}{len(tasks)} {kind}task{'' if len(tasks) == 1 else 's'}{_scope(filters, done.locale)}"
    if filters.get("count"):
        return f"{head}."
    return "\n".join([f"{head}:", *_lines(tasks, done)])


def _lines(tasks: Sequence[TaskJson], done: Done) -> list[str]:
    lines = [f"{n}. {task_line(task, done.zone, done.locale)}" for n, task in enumerate(tasks[:SHOWN], start=1)]
    return lines + ([f"… and {len(tasks) - SHOWN} more."] if len(tasks) > SHOWN else [])


def _kind(filters: dict[str, Any]) -> str:
    status = {"active": "active ", "completed": "completed ", "trashed": "trashed "}.get(filters.get("status", ""), "")
    overdue = "overdue " if filters.get("overdue") else ""
    priority = f"{filters['priority']}-priority " if filters.get("priority") else ""
    return (overdue or status) + priority


def _scope(filters: dict[str, Any], locale: str) -> str:
    tag = f" tagged {filters['tag']}" if filters.get("tag") else ""
    undated = " without a due date" if filters.get("undated") else ""
    if filters.get("completed_from") or filters.get("completed_to"):
        return f"{tag} completed{days_of(filters, 'completed', locale)}"
    if filters.get("overdue") or not (filters.get("due_from") or filters.get("due_to")):
        return tag + undated
    return f"{tag} due{days_of(filters, 'due', locale)}"


def days_of(filters: dict[str, Any], name: str, locale: str = "") -> str:
    """Such as " on Sunday 29 November 2026", " from … to …", " by …", " since …"; "" when no day was named."""
    first, last = (
        date.fromisoformat(filters[f"{name}_{end}"][:10]) if filters.get(f"{name}_{end}") else None
        for end in ("from", "to")
    )
    if first and last:
        return (
            f" on {spoken_date(first, locale)}"
            if first == last
            else f" from {spoken_date(first, locale)} to {spoken_date(last, locale)}"
        )
    if first:
        return f" since {spoken_date(first, locale)}" if name != "due" else f" from {spoken_date(first, locale)}"
    return f" by {spoken_date(last, locale)}" if last else ""


def _found(tasks: Sequence[TaskJson], filters: dict[str, Any], done: Done) -> str:
    sought = filters["q"]
    if tasks and filters.get("asks") == "done":
        return _state(tasks, done)
    if not tasks:
        return f"No, there is no task like “{sought}”{_scope(filters, done.locale)}."
    if len(tasks) == 1:
        state = " (completed)" if tasks[0]["status"] == "completed" else ""
        return f"Yes: {task_line(tasks[0], done.zone, done.locale)}{state}."
    return "\n".join([f"Yes, {len(tasks)} tasks match “{sought}”:", *_lines(tasks, done)])


def _state(tasks: Sequence[TaskJson], done: Done) -> str:
    """Whether what was asked about is done, each task by its own state."""
    if len(tasks) == 1 and tasks[0]["status"] == "completed":
        return f"Yes, “{tasks[0]['title']}” is done."
    if len(tasks) == 1:
        return f"Not yet: {task_line(tasks[0], done.zone, done.locale)}."
    finished = sum(task["status"] == "completed" for task in tasks)
    head = {0: "Not yet", len(tasks): f"Yes, all {len(tasks)} are done"}.get(
        finished, f"{finished} of {len(tasks)} are done"
    )
    return "\n".join([f"{head}:", *_lines(tasks, done)])
