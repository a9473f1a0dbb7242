"""Such as "every 3 days", "each other friday", "every march 3rd"."""

from __future__ import annotations

from functions.parse_chat.language.dates.holidays import HOLIDAY_NAMES
from functions.parse_chat.language.lexicon import HOLIDAYS, MONTHS, WEEKDAYS
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.recurrence.monthdays import EDGES, ordinal_phrase
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.units import UNITS, unit_phrase
from functions.parse_chat.language.recurrence.weekdays import named_weekdays
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

EVERY = vocabulary("every each evry ever evey eveyr")


def every(s: Sentence, i: int) -> Recurrence | None:
    if s.word(i) not in EVERY:
        return None
    j = i + 1
    j = j + 1 if s.word(j) in {"single", "and"} else j
    if s.word(j) == "other" or s.word(j) == "alternate":
        return unit_phrase(s, j + 1, 2) or named_weekdays(s, j + 1, 2)
    if s.word(j) == "second" and (s.word(j + 1) in UNITS or s.word(j + 1) in WEEKDAYS):
        return ordinal_phrase(s, (2, j + 1))
    if s.word(j) == "half" and s.word(j + 1) == "year":
        return Recurrence(i, j + 2, "MONTHLY", 6)
    if s.word(j) == "week" and s.word(j + 1) in {"day", "days", "end", "ends"}:
        days = (0, 1, 2, 3, 4) if s.word(j + 1).startswith("day") else (5, 6)
        return Recurrence(i, j + 2, "WEEKLY", 1, days)
    if s.word(j) in EDGES and s.word(j + 1) == "of":
        k = j + 3 if s.word(j + 2) == "the" else j + 2
        if s.word(k) == "month":
            return Recurrence(i, k + 1, "MONTHLY", monthdays=(EDGES[s.word(j)],))
    if feast := _feast(s, i, j):
        return feast
    if s.word(j) == "few":
        return Recurrence(i, j + 2, "DAILY", out_of_scope="an interval that is not a number", offer="every 3 days")
    return unit_phrase(s, j, 1) or named_weekdays(s, j, 1) or numbered(s, j)


def alternate(s: Sentence, i: int) -> Recurrence | None:
    """Such as "alternate tuesdays", "alternating weeks"."""
    if s.word(i) not in {"alternate", "alternating"}:
        return None
    return unit_phrase(s, i + 1, 2) or named_weekdays(s, i + 1, 2)


def numbered(s: Sentence, j: int) -> Recurrence | None:
    """Such as "every 3 days", "every 2nd week", "every third friday", "every 4th of the month", "every march 3rd"."""
    last = s.word(j) == "last"
    named = (-1, j + 1) if last else ordinal(s, j)
    if named:
        return ordinal_phrase(s, named)
    number = cardinal(s, j)
    if number and s.word(number[1]) in {"to", "or", "-"} and cardinal(s, number[1] + 1):
        end = (cardinal(s, number[1] + 1) or (0, j))[1]
        return Recurrence(
            j,
            end + 1,
            "DAILY",
            out_of_scope="an interval that is not one number",
            offer=f"every {number[0]} {s.word(end)}",
        )
    if number and 0 < number[0] <= 999:
        unit = unit_phrase(s, number[1], number[0])
        days = None if unit else named_weekdays(s, number[1], number[0])
        return unit or days
    month = MONTHS.get(s.word(j))
    if month is None:
        return None
    k = j + 2 if s.word(j + 1) == "the" else j + 1
    day = ordinal(s, k) or cardinal(s, k)
    if day and 1 <= day[0] <= 31:
        return Recurrence(j, day[1], "YEARLY", 1, (), (day[0],), month)
    if s.word(j + 1) in {"and", ","} and s.word(j + 2) in MONTHS:
        return Recurrence(j, j + 3, "YEARLY", out_of_scope="several months", offer=f"every {s.word(j)}")
    return Recurrence(j, j + 1, "YEARLY", month=month)


def _feast(s: Sentence, i: int, j: int) -> Recurrence | None:
    """Such as "every christmas"; a feast without a fixed date cannot be kept."""
    for length in (4, 3, 2, 1):
        words = tuple(s.word(j + n) for n in range(length))
        if words in HOLIDAYS:
            month, day = HOLIDAYS[words]
            return Recurrence(i, j + length, "YEARLY", monthdays=(day,), month=month)
        if words in HOLIDAY_NAMES:
            return Recurrence(
                i, j + length, "YEARLY", out_of_scope="a feast that moves", offer="every year on a fixed date"
            )
    return None
