"""Dates and lists in plain English, as confirmations print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken_date(day: date) -> str:
    """Such as "Sunday 29 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_time(moment: datetime) -> str:
    """Such as "3:00 pm", with seconds only where there are some."""
    hour = moment.hour % 12 or 12
    seconds = f":{moment.second:02d}" if moment.second else ""
    return f"{hour}:{moment.minute:02d}{seconds} {'am' if moment.hour < 12 else 'pm'}"


def spoken_due(due: date | datetime) -> str:
    """Such as "Sunday 29 November 2026 at 3:00 pm", or the day alone for an all-day due date."""
    if isinstance(due, datetime):
        return f"{spoken_date(due.date())} at {spoken_time(due)}"
    return spoken_date(due)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Such as "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def local_due(task: Mapping[str, Any], zone: str) -> date | datetime | None:
    """The due date of a task JSON in a zone: a local date-time, a bare date, or None."""
    due = task.get("due_at")
    if not due:
        return None
    if len(due) == 10:
        return date.fromisoformat(due)
    return datetime.fromisoformat(due).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def due_text(task: Mapping[str, Any], zone: str, iso: bool = False) -> str:
    """When a task is due, in words (or ISO); "" without a due date."""
    due = local_due(task, zone)
    if due is None:
        return ""
    return due.isoformat() if iso else spoken_due(due)


def option_text(task: Mapping[str, Any], zone: str) -> str:
    """A task as a choice: "buy milk, due Sunday 29 November 2026"."""
    due = due_text(task, zone)
    done = ", completed" if task.get("status") == "completed" else ""
    return f"{task['title']}, due {due}{done}" if due else f"{task['title']}, no due date{done}"


def length_text(minutes: int) -> str:
    """Such as "15 minutes", "1 hour", "1 day", "2 weeks"."""
    for size, unit in ((10080, "week"), (1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0 and minutes:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "0 minutes"
