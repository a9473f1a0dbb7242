"""Months, and days counted in them: "in may", "2014-10", "the first friday of july"."""

from __future__ import annotations

from datetime import date, timedelta

from functions.parse_chat.language.calendars import make, month_end, nth_weekday
from functions.parse_chat.language.dates.calendar_words import month_at, year_after
from functions.parse_chat.language.dates.code import stands_alone
from functions.parse_chat.language.dates.dated import impossible
from functions.parse_chat.language.lexicon import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS
from functions.parse_chat.language.numbers import ordinal, year
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence


def relative_month(s: Sentence, i: int, context: Context) -> tuple[date, int] | None:
    """The first day of "this month", "the next month", "the month", "the following month", "July [2027]"."""
    month = month_at(s, i)
    if month:
        year_, end = year_after(s, month[1])
        first = make(year_, month[0], 1) if year_ else make(context.today.year, month[0], 1)
        if first and not year_ and month_end(first) < context.today:
            first = first.replace(year=first.year + 1)
        return (first, end) if first else None
    j = i + 1 if s.word(i) == "the" else i
    first = context.today.replace(day=1)
    later = (first + timedelta(days=32)).replace(day=1)
    if s.word(j + 1) == "month" and s.word(j) in {"this", "current"}:
        return first, j + 2
    if s.word(j + 1) == "month" and s.word(j) in {"next", "following", "coming"}:
        return later, j + 2
    return (first, j + 1) if s.word(j) == "month" else None


def month_only(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "October 2014", "2014-10", "in may", "next january": the first day of that month."""
    number, month = s.number(i), s.number(i + 2)
    if number is not None and 1900 <= number <= 2199 and s.word(i + 1) == "-" and month is not None and s.glued(i + 2):
        first = make(number, month, 1) if stands_alone(s, i, i + 3) and s.glued(i + 1) else None
        return Piece(i + 3, "month", day=first, vague=True) if first else None
    j = i + 1 if s.word(i) in {"next", "this"} else i
    named = month_at(s, j)
    if named is None:
        return None
    year_, end = year_after(s, named[1])
    if year_:
        return Piece(end, "month", day=date(year_, named[0], 1), vague=True)
    first = make(context.today.year, named[0], 1)
    if first and first <= context.today:
        first = first.replace(year=first.year + 1)
    return Piece(end, "month", day=first, needs="" if j > i and s.word(j) not in AMBIGUOUS_MONTHS else "in", vague=True)


def nth_of_month(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "the first friday of july", "last day in october 2015", "the second Monday of next month"."""
    j = i + 1 if s.word(i) == "the" else i
    found = (-1, j + 1) if s.word(j) == "last" else ordinal(s, j)
    if found is None:
        return None
    nth, k = found
    weekday, whole = WEEKDAYS.get(s.word(k)), s.word(k) == "day" and nth == -1
    if (weekday is None and not whole) or s.word(k + 1) not in {"of", "in"} or (nth > 5):
        return None
    month = relative_month(s, k + 2, context)
    if month is None:
        return None
    first, end = month
    if whole:
        return Piece(end, "last-day", day=month_end(first))
    day = nth_weekday(first.year, first.month, weekday or 0, nth)
    if day and day < context.today and s.word(k + 2) == "the" and end == k + 4:
        later = (first + timedelta(days=32)).replace(day=1)  # "the month": the next one that still has the day ahead
        day = nth_weekday(later.year, later.month, weekday or 0, nth)
    if day and day < context.today and MONTHS.get(s.word(k + 2)) and year(s, end - 1) is None:
        day = nth_weekday(first.year + 1, first.month, weekday or 0, nth)
    return Piece(end, "nth-weekday", day=day) if day else impossible(s, i, end)
