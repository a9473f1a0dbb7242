"""A repetition as it was stated, and the RFC 5545 rule that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from functions.parse_chat.language.calendars import make, next_on
from functions.parse_chat.language.durations import add_months
from functions.parse_chat.language.moments.moment import Moment

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule as stated; `out_of_scope` names why it cannot be kept, `offer` the nearest that can."""

    start: int
    end: int
    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    month: int | None = None
    until: date | None = None
    count: int | None = None
    begins: Moment | None = None
    at: Moment | None = None
    part: str = ""
    out_of_scope: str = ""
    offer: str = ""

    @property
    def pattern(self) -> str:
        if self.interval > 1:
            return "custom"
        if self.freq == "WEEKLY" and self.weekdays == (0, 1, 2, 3, 4):
            return "weekdays"
        return self.freq.lower()

    @property
    def rrule(self) -> str:
        """RFC 5545 §3.3.10, without prefix and DTSTART, with the parts that the words state."""
        parts = [f"FREQ={self.freq}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={self.month}"] if self.month else []
        parts += [f"BYDAY={','.join(_CODES[d] for d in self.weekdays)}"] if self.weekdays else []
        parts += [f"BYMONTHDAY={self.monthdays[0]}"] if self.monthdays else []
        parts += [f"UNTIL={self.until:%Y%m%d}"] if self.until else []
        parts += [f"COUNT={self.count}"] if self.count else []
        return ";".join(parts)

    def first(self, today: date) -> date | None:
        """The first day on or after today that the rule names; None when it names no day."""
        if self.month and self.monthdays:
            return next_on(today, self.month, self.monthdays[0])
        if self.weekdays:
            return next(d for d in (today + timedelta(days=n) for n in range(7)) if d.weekday() in self.weekdays)
        if self.monthdays:
            return _month_day(today, self.monthdays[0])
        return today if self.freq == "DAILY" else None


def _month_day(today: date, number: int) -> date | None:
    first = today.replace(day=1)
    for months in range(13):
        start = add_months(first, months)
        found = add_months(start, 1) - timedelta(days=1) if number < 0 else make(start.year, start.month, number)
        if found and found >= today:
            return found
    return None
