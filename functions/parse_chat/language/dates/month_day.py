"""A day and the name of its month: "Oct 2", "14 nov 2023", "10 - 22 August"."""

from __future__ import annotations

from functions.parse_chat.language.calendars import make, next_monthday
from functions.parse_chat.language.dates.calendar_words import day_number, month_at, year_after
from functions.parse_chat.language.dates.dated import day_or_question, impossible
from functions.parse_chat.language.dates.months import relative_month
from functions.parse_chat.language.numbers import ordinal
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence


def month_day(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "Oct 2", "October, 1st", "Oct/2", "Oct2", "march the 3rd 2015", "november seventh"."""
    month = month_at(s, i)
    if month is None:
        return None
    j = month[1]
    if s.word(j) in {",", "/", "-"}:
        j += 1
    if s.word(j) == "the":
        j += 1
    day = day_number(s, j)
    if day is None or (s.glued(i) and s.number(i - 1) is not None):
        return None
    if s.word(day[1]) == ":" and s.glued(day[1]):
        return None
    if (
        s.word(i) in {"may", "march", "mar"}
        and ordinal(s, j) is None
        and s.number(j) is None
        and s.word(day[1]).isalpha()
    ):
        return None
    year_, end = year_after(s, day[1])
    return day_or_question(s, i, end, "month-day", year_, month[0], day[0], context)


def day_month(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "14 nov 2023", "the 2nd of march", "second of aug", "28 june in 2020", "the 20th of next month"."""
    j = i + 1 if s.word(i) == "the" else i
    if s.glued(j) and s.word(j - 1) in {"$", "€", "£", "#"}:
        return None
    day = day_number(s, j)
    if day is None:
        return None
    k = day[1] + 1 if s.word(day[1]) == "day" else day[1]
    linked = s.word(k) in {"of", "in"}
    k = k + 1 if linked or (s.word(k) in {"-", "/"} and s.glued(k)) else k
    month = month_at(s, k)
    if month is not None:
        year_, end = year_after(s, month[1])
        short = s.number(month[1] + 1) if s.word(month[1]) == "-" and s.glued(month[1] + 1) else None
        if year_ is None and short is not None and short < 100:
            year_, end = 2000 + short, month[1] + 2
        return day_or_question(s, i, end, "day-month", year_, month[0], day[0], context)
    return _of_month(s, i, k, day[0], context) if linked else None


def day_span(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "10 - 22 August 2013", "the 3rd to the 5th of May": the first day counts."""
    j = i + 1 if s.word(i) == "the" else i
    first = day_number(s, j)
    if first is None or s.word(first[1]) not in {"-", "–", "to", "until", "through"}:
        return None
    last = day_month(s, first[1] + 1, context)
    if last is None or last.day is None or last.day.day <= first[0]:
        return None
    return Piece(last.end, "day-span", day=last.day.replace(day=first[0]))


def _of_month(s: Sentence, i: int, k: int, day: int, context: Context) -> Piece | None:
    named = relative_month(s, k, context)
    if named is None:
        return None
    first, end = named
    found = make(first.year, first.month, day)
    if found and found < context.today and s.word(k) == "the" and end == k + 2:
        found = next_monthday(context.today, day)
    return Piece(end, "day-of-month", day=found) if found else impossible(s, i, end)
