"""Dates as people write them, in the order of their locale; always in full, so that nobody has to guess."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_AMERICAN = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "UM", "MP"})


def written_due(task: dict[str, Any], zone: str, locale: str) -> str:
    """When a task (as JSON) is due, on the wall clock of `zone`; empty without a due date. An all-day task has no time."""
    due = task.get("due_at")
    if not due:
        return ""
    if task.get("all_day"):
        return written_day(date.fromisoformat(due), locale)
    return written_moment(datetime.fromisoformat(due), zone, locale)


def written_moment(instant: datetime, zone: str, locale: str) -> str:
    """“Sunday, November 29, 2026 at 3:00 PM” for en-US, “Sunday 29 November 2026 at 15:00” elsewhere."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{written_day(local.date(), locale)} at {written_time(local, locale)}"


def written_day(day: date, locale: str) -> str:
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    if is_american(locale):
        return f"{weekday}, {month} {day.day}, {day.year}"
    return f"{weekday} {day.day} {month} {day.year}"


def written_time(local: datetime, locale: str) -> str:
    """The time of day of a local date-time, with seconds only where there are some."""
    seconds = f":{local.second:02}" if local.second else ""
    if is_american(locale):
        return f"{(local.hour - 1) % 12 + 1}:{local.minute:02}{seconds} {'AM' if local.hour < 12 else 'PM'}"
    return f"{local.hour:02}:{local.minute:02}{seconds}"


def is_american(locale: str) -> bool:
    """Whether months come before days and hours go to twelve (BCP 47; `en` alone counts as American)."""
    parts = locale.replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    return region in _AMERICAN or (not region and parts[0].lower() == "en")
