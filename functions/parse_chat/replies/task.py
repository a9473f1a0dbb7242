"""A task in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.parse_chat.language.wording import due_text, length_text, listed, local_due, spoken_due
from functions.parse_chat.recurrence_text import repeats

TaskJson = dict[str, Any]


def extras(task: TaskJson, zone: str) -> str:
    parts: list[str] = []
    if task.get("priority") in {"high", "low"}:
        parts.append(f"{task['priority']} priority")
    if task.get("tags"):
        parts.append(f"tagged {listed(task['tags'])}")
    when = reminded(task, zone)
    if when:
        parts.append(f"with a reminder {when}")
    return "".join(f", {part}" for part in parts)


def reminded(task: TaskJson, zone: str) -> str:
    texts = []
    for reminder in task.get("reminders", []):
        lead = reminder.get("lead_minutes")
        if lead is not None:
            texts.append(f"{length_text(lead)} before" if lead else "at that time")
        else:
            at = local_due({"due_at": reminder["at"]}, zone)
            texts.append(f"on {spoken_due(at)}" if at else "")
    return listed(texts)


def not_yet(task: TaskJson) -> str:
    """What this version keeps but does not act on; nobody should wait for it."""
    said = []
    if task.get("reminders"):
        said.append(" Please note: reminders are kept, but this version does not send them yet.")
    if task.get("recurrence"):
        said.append(" Please note: repetition is kept, but this version does not make the next task yet.")
    return "".join(said)


def names_of(tasks: Sequence[TaskJson]) -> str:
    names = [f"“{t['title']}”" for t in tasks[:5]]
    return listed(names + ([f"{len(tasks) - 5} more"] if len(tasks) > 5 else []))


def task_line(task: TaskJson, zone: str) -> str:
    due = due_text(task, zone)
    rule = repeats(task.get("recurrence"))
    return f"{task['title']} — {f'due {due}' if due else 'no due date'}, {task['priority']} priority{f', repeats {rule}' if rule else ''}"
