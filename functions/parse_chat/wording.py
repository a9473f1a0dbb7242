"""Dates and lists in plain English, as confirmations print them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)


def spoken_date(day: date) -> str:
    """"Sunday 29 November 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def spoken_time(moment: datetime) -> str:
    """"3:00 pm", with seconds only where there are some."""
    hour = moment.hour % 12 or 12
    seconds = f":{moment.second:02d}" if moment.second else ""
    return f"{hour}:{moment.minute:02d}{seconds} {'am' if moment.hour < 12 else 'pm'}"


def spoken_due(due: date | datetime) -> str:
    """"Sunday 29 November 2026 at 3:00 pm", or the day alone for an all-day due date."""
    if isinstance(due, datetime):
        return f"{spoken_date(due.date())} at {spoken_time(due)}"
    return spoken_date(due)


def listed(names: Sequence[str], last: str = "and") -> str:
    """"a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
