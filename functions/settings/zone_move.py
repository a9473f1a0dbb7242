"""Tasks that move along with a person to another time zone: the clock on the wall stays, the instants change; pure."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from shared.clock import rfc3339
from shared.due import Due, end_of, from_wall_clock, parse_due, zone
from shared.task import Task, change


def moved(task: Task, old: str, new: str, now: datetime) -> Task | None:
    """The next version of the task in the new zone; None when nothing of it is still to come.

    Its due time and the reminders with a time of their own keep their wall-clock time. What has passed stays where it was.
    """
    due = _due(task.due, new) if task.due and end_of(task.due) > now else task.due
    reminders = tuple(_reminder(each, old, new, now) for each in task.reminders)
    if (due, reminders) == (task.due, task.reminders):
        return None
    return change(task, now, due=due, reminders=reminders)


def _due(due: Due, new: str) -> Due:
    if due.day:
        return Due(from_wall_clock(datetime.combine(due.day, time()), zone(new)), new, due.day)
    return Due(_same_clock(due.instant, due.zone, new), new)


def _reminder(entry: dict[str, Any], old: str, new: str, now: datetime) -> dict[str, Any]:
    """A time without an offset is meant on the wall anyway."""
    text = entry.get("at")
    if text is None or len(text) == 10 or datetime.fromisoformat(text).tzinfo is None:
        return entry
    instant = parse_due(text, None).instant
    return entry | {"at": rfc3339(_same_clock(instant, old, new))} if instant > now else entry


def _same_clock(instant: datetime, old: str, new: str) -> datetime:
    local = instant.astimezone(zone(old)).replace(tzinfo=None)
    return from_wall_clock(local, zone(new)).astimezone(UTC)
