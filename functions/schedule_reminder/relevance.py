"""Which events can change the reminders of a task; pure. Most do not, and cost nothing."""

from __future__ import annotations

from shared.events import Event

_OF_TASK = frozenset({"due_at", "due_zone", "all_day", "reminders", "status"})
_OF_SETTINGS = frozenset({"default_lead_minutes", "all_day_hour", "timezone"})


def concerns_task(event: Event) -> bool:
    """Whether an event of task-events asks for other reminders than there were."""
    if event.type == "task.created":
        task = event.data["task"]
        return bool(task["due_at"] or task["reminders"])
    if event.type == "task.updated":
        return not _OF_TASK.isdisjoint(event.data["changes"])
    return True


def concerns_all(event: Event) -> bool:
    """Whether an event of audit-events asks for other reminders of every task."""
    return event.type == "audit.settings_changed" and not _OF_SETTINGS.isdisjoint(event.data["detail"]["fields"])
