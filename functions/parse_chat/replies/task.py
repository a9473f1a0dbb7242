"""A task in words."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.language.wording import due_text, length_text, listed, local_due, spoken_due
from functions.parse_chat.recurrence_text import repeats

TaskJson = dict[str, Any]


def extras(task: TaskJson, zone: str, locale: str) -> str:
    parts: list[str] = []
    if task.get("priority") in {"high", "low"}:
        parts.append(f"{task['priority']} priority")
    if task.get("tags"):
        parts.append(f"tagged {listed(task['tags'])}")
    when = reminded(task, zone, locale)
    if when:
        parts.append(f"with a reminder {when}")
    return "".join(f", {part}" for part in parts)


def reminded(task: TaskJson, zone: str, locale: str) -> str:
    texts = []
    for reminder in task.get("reminders", []):
        lead = reminder.get("lead_minutes")
        if lead is not None:
            texts.append(f"{length_text(lead)} before" if lead else "at that time")
        else:
            at = local_due({"due_at": reminder["at"]}, zone)
            texts.append(f"on {spoken_due(at, locale)}" if at else "")
    return listed(texts)


def task_line(task: TaskJson, zone: str, locale: str) -> str:
    due = due_text(task, zone, locale)
    rule = repeats(task.get("recurrence"), locale)
    again = f", repeats {rule}" if rule else ""
    return f"{task['title']} — {f'due {due}' if due else 'no due date'}, {task['priority']} priority{again}"
