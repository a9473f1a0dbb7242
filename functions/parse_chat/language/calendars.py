"""Arithmetic on days: weekdays, months, holidays. Weeks start on Monday."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def next_on(today: date, month: int, day: int) -> date | None:
    """The next such day of the year, today included; Feb 29 waits for a leap year."""
    for year in range(today.year, today.year + 9):
        found = make(year, month, day)
        if found and found >= today:
            return found
    return None


def next_monthday(today: date, day: int) -> date | None:
    """The next month that has this day, today included."""
    first = today.replace(day=1)
    for _ in range(13):
        found = make(first.year, first.month, day)
        if found and found >= today:
            return found
        first = (first + timedelta(days=32)).replace(day=1)
    return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth weekday of a month; nth -1 is the last."""
    if nth < 0:
        last = month_end(date(year, month, 1))
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def weekday_on(today: date, weekday: int, monthday: int) -> date | None:
    """The next date that is both this weekday and this day of the month ("Tuesday the 13th")."""
    first = today.replace(day=1)
    for _ in range(60):
        found = make(first.year, first.month, monthday)
        if found and found >= today and found.weekday() == weekday:
            return found
        first = (first + timedelta(days=32)).replace(day=1)
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Butcher and Meeus)."""
    golden, century, rest = year % 19, *divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
