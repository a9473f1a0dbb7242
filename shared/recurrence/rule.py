"""A rule of repetition, of the kinds that people use for tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from shared.errors import FieldError, Invalid

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
Until = date | datetime
"""The last moment: a date (all of that day counts), a wall-clock time, or an aware instant."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
LAST = -1
"""As a day of the month: the last one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of RFC 5545 §3.3.10 that are supported. Weekdays count from Monday as 0; without `month_day` the first occurrence's day holds."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    month: int | None = None
    count: int | None = None
    until: Until | None = None
    week_start: int = 0

    @property
    def text(self) -> str:
        """The rule as RRULE text, without prefix, and without parts that say nothing."""
        parts = [f"FREQ={self.frequency}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={self.month}"] if self.month else []
        parts += [f"BYMONTHDAY={self.month_day}"] if self.month_day else []
        parts += [f"BYDAY={','.join(DAYS[day] for day in self.weekdays)}"] if self.weekdays else []
        parts += [f"WKST={DAYS[self.week_start]}"] if self.week_start else []
        parts += [f"UNTIL={_compact(self.until)}"] if self.until else []
        parts += [f"COUNT={self.count}"] if self.count else []
        return ";".join(parts)


def refused(message: str) -> Invalid:
    """The error for a rule that cannot be kept; the message is a sentence's predicate after “The repetition”."""
    return Invalid(f"The repetition {message}.", errors=(FieldError("recurrence", message),))


def _compact(until: Until) -> str:
    if not isinstance(until, datetime):
        return f"{until:%Y%m%d}"
    return f"{until:%Y%m%dT%H%M%S}" if until.tzinfo is None else f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
