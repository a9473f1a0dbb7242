"""Dates and lists in plain English, as confirmations print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.written_dates import written_day, written_time


def spoken_date(day: date, locale: str = "") -> str:
    """Such as "Sunday 29 November 2026", or "Sunday, November 29, 2026" where months come first."""
    return written_day(day, locale)


def spoken_time(moment: datetime, locale: str = "") -> str:
    """Such as "15:00", or "3:00 PM" where hours go to twelve."""
    return written_time(moment, locale)


def spoken_due(due: date | datetime, locale: str = "") -> str:
    """Such as "Sunday 29 November 2026 at 15:00", or the day alone for an all-day due date."""
    if isinstance(due, datetime):
        return f"{spoken_date(due.date(), locale)} at {spoken_time(due, locale)}"
    return spoken_date(due, locale)


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


def due_text(task: Mapping[str, Any], zone: str, locale: str = "", iso: bool = False) -> str:
    """When a task is due, in words (or ISO); "" without a due date."""
    due = local_due(task, zone)
    if due is None:
        return ""
    return due.isoformat() if iso else spoken_due(due, locale)


def length_text(minutes: int) -> str:
    """Such as "15 minutes", "1 hour", "1 day", "2 weeks"."""
    for size, unit in ((10080, "week"), (1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0 and minutes:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "0 minutes"
