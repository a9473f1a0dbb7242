"""Lengths of time: "an hour and a half", "2 weeks", "90 min"."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from functions.parse_chat.language.lexicon import SHORT_UNITS, UNITS
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.tokens import Sentence

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days are counted on the calendar, seconds on the clock."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    vague: bool = False
    working: bool = False
    """Whether the days are working days, Monday to Friday."""

    @property
    def whole_days(self) -> bool:
        return self.seconds == 0

    @property
    def minutes(self) -> int:
        """The length in minutes, a month taken as 30 days."""
        return (self.months * 30 + self.days) * 1440 + self.seconds // 60

    def plus(self, other: Duration) -> Duration:
        return Duration(
            self.months + other.months, self.days + other.days, self.seconds + other.seconds, self.vague or other.vague
        )

    def negated(self) -> Duration:
        return Duration(-self.months, -self.days, -self.seconds, self.vague, self.working)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(moment: datetime, by: Duration) -> datetime | None:
    """The moment moved on the local calendar; None when it leaves the calendar."""
    try:
        if by.working:
            return datetime.combine(_working_day(moment.date(), by.days), moment.timetz())
        day = add_months(moment.date(), by.months) + timedelta(days=by.days)
        return datetime.combine(day, moment.timetz()) + timedelta(seconds=by.seconds)
    except (OverflowError, ValueError):
        return None


def _working_day(day: date, number: int) -> date:
    """The day `number` working days after (or before) a day; whole weeks are leapt over."""
    step = 1 if number > 0 else -1
    weeks, rest = divmod(abs(number), 5)
    day += timedelta(days=7 * weeks * step)
    while rest or day.weekday() > 4:
        day += timedelta(days=step)
        rest -= 1 if rest and day.weekday() < 5 else 0
    return day


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    end: int
    vague: bool = False


def _decimal(s: Sentence, i: int) -> _Amount | None:
    whole, part = s.number(i), s.number(i + 2)
    if whole is None or part is None or s.word(i + 1) not in {".", ","} or not (s.glued(i + 1) and s.glued(i + 2)):
        return None
    return _Amount(float(f"{whole}.{part}"), i + 3)


def _fraction(s: Sentence, i: int) -> _Amount | None:
    """Such as "1/4", "3/4 of an", "a quarter of an", "three quarters of an"."""
    if s.word(i + 1) == "/" and s.glued(i + 1) and (s.number(i), s.number(i + 2)) in {(1, 4), (1, 2), (3, 4)}:
        value, j = (s.number(i) or 1) / (s.number(i + 2) or 1), i + 3
    else:
        count = {"a": 1, "one": 1, "three": 3, "3": 3, "1": 1}.get(s.word(i), 0)
        j = i + 2 if s.word(i + 1) == "-" else i + 1
        if not count or s.word(j) not in {"quarter", "quarters"} or s.word(j + 1) != "of":
            return None
        value, j = count / 4, j + 1
    j = j + 1 if s.word(j) == "of" else j
    return _Amount(value, j + 1 if s.word(j) in {"a", "an"} else j)


def _worded(s: Sentence, i: int) -> _Amount | None:
    j = i + 1 if s.word(i) in {"a", "the"} else i
    for words, value in ((("couple",), 2), (("pair",), 2), (("few",), 3), (("several",), 3)):
        if s.has(j, *words):
            return _Amount(value, j + 2 if s.word(j + 1) == "of" else j + 1, vague=True)
    if s.word(i) == "half" or s.has(i, "a", "half"):
        j = i + 1 if s.word(i) == "half" else i + 2
        return _Amount(0.5, j + 1 if s.word(j) in {"a", "an"} else j)
    if s.word(i) in {"a", "an", "another"}:
        return _Amount(1, i + 1)
    return None


def _amount(s: Sentence, i: int) -> _Amount | None:
    found = _decimal(s, i) or _fraction(s, i) or _worded(s, i)
    if found:
        return found
    whole = cardinal(s, i)
    if whole is None:
        return None
    value, j = whole
    if value <= 9_999 and s.word(j) == "and" and s.word(j + 1) in {"a", "an"} and s.word(j + 2) == "half":
        return _Amount(value + 0.5, j + 3)
    return _Amount(value, j) if value <= 99_999 else None


def _of_unit(value: float, unit: str, vague: bool) -> Duration | None:
    if unit in _SECONDS:
        return Duration(seconds=round(value * _SECONDS[unit]), vague=vague)
    if unit in _DAYS:
        days, rest = divmod(value * _DAYS[unit], 1)
        return Duration(days=int(days), seconds=round(rest * 86_400) if unit == "day" else 0, vague=vague)
    if unit in _MONTHS and (value * _MONTHS[unit]) % 1 == 0:
        return Duration(months=int(value * _MONTHS[unit]), vague=vague)
    return Duration(days=round(value * 15), months=0, vague=True) if unit == "month" else None


def _unit(s: Sentence, i: int) -> tuple[str, int] | None:
    if s.word(i) == "-":
        i += 1
    j = i + 1 if s.word(i) in {"business", "working", "whole", "full", "more"} else i
    word = s.word(j)
    unit = UNITS.get(word)
    if unit is None or unit == "weekend" or (word in SHORT_UNITS and not s.glued(j)):
        return None
    return unit, j + 1


def _single(s: Sentence, i: int) -> tuple[Duration, int] | None:
    amount = _amount(s, i)
    unit = _unit(s, amount.end) if amount else None
    if amount is None or unit is None:
        return None
    value, end = amount.value, unit[1]
    if s.word(end) == "and" and (s.has(end + 1, "a", "half") or s.has(end + 1, "half")):
        value, end = value + 0.5, end + (3 if s.word(end + 1) == "a" else 2)
    minutes = s.number(end)
    if unit[0] == "hour" and s.glued(end) and minutes is not None and minutes < 60:
        marked = s.word(end + 1) in {"m", "min", "mins"} and s.glued(end + 1)
        return Duration(seconds=round(value * 3600) + minutes * 60), end + (2 if marked else 1)
    length = _of_unit(value, unit[0], amount.vague)
    return (length, end) if length else None


def duration(s: Sentence, i: int) -> tuple[Duration, int] | None:
    """A length at token i, several units joined ("1 hour and 30 minutes")."""
    found = _single(s, i)
    if found and s.word(found[1] - 2) in {"business", "working"}:
        return replace(found[0], working=True), found[1]
    while found:
        joint = found[1] + 1 if s.word(found[1]) in {"and", ","} else found[1]
        more = _single(s, joint) if s.number(joint) is not None or joint > found[1] else None
        if more is None or s.word(more[1]) in {"before", "early", "earlier", "prior", "ahead"}:
            return found
        found = (found[0].plus(more[0]), more[1])
    return None
