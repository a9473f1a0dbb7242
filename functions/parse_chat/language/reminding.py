"""When a new task reminds: lead times, the evening before, times of its own, or the moment it is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from functions.parse_chat.language.command import Command
from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.repeating import day_of
from functions.parse_chat.language.slots import Slots
from functions.parse_chat.language.stamp import stamped


def reminders_of(found: Slots, due: Due | None, command: Command, zone: str) -> list[dict[str, Any]]:
    """The reminders as they are stored; "remind me at 7 to X" reminds at that moment."""
    given: list[dict[str, Any]] = [{"lead_minutes": lead} for lead in found.reminders.leads]
    day = day_of(due)
    given += [
        {"at": stamped(datetime.combine(day - timedelta(days=n), datetime.min.time()).replace(hour=20), zone)}
        for n in found.reminders.evenings
        if day
    ]
    given += [{"at": stamped(_reminder_time(m), zone)} for m in found.reminders.at if m.due]
    if not given and command.kind == "reminder" and isinstance(due, datetime):
        given = [{"lead_minutes": 0}]
    return given


def _reminder_time(found: Moment) -> datetime:
    """A reminder on a day without a time comes in the morning."""
    due = found.due
    assert due is not None
    return due if isinstance(due, datetime) else datetime.combine(due, datetime.min.time()).replace(hour=9)
