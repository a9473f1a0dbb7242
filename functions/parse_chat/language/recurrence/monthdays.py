"""Days of the month and of the year: "the 4th and the 18th", "the last day of march", "the 2nd friday"."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import MONTHS, PARTS
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.units import unit_phrase
from functions.parse_chat.language.recurrence.weekdays import weekday_at
from functions.parse_chat.language.tokens import Sentence

EDGES = {"beginning": 1, "start": 1, "end": -1, "first": 1, "last": -1, "1st": 1}


def more_days(s: Sentence, days: tuple[int, ...], i: int) -> tuple[tuple[int, ...], int]:
    while s.word(i) in {"and", ",", "&"}:
        j = i + 2 if s.word(i + 1) == "the" else i + 1
        j = j + 1 if s.word(j) == "and" else j
        more = (-1, j + 1) if s.word(j) == "last" else ordinal(s, j) or cardinal(s, j)
        if more is None or s.word(more[1]) in {":", "am", "pm"}:
            break
        days, i = (*days, more[0]), more[1]
    return days, i


def nth_weekday_phrase(s: Sentence, j: int) -> Recurrence:
    day = s.word(j).removesuffix("s").capitalize()
    end = j + 1
    if s.word(end) in {"of", "in"}:
        skip = 2 if s.word(end + 1) in {"the", "every", "each", "a"} else 1
        end = end + 1 + (skip if s.word(end + skip) in {"month", "year", "quarter"} | MONTHS.keys() else 0)
    return Recurrence(
        j, end, "MONTHLY", out_of_scope="the nth weekday of a month", offer=f"every {day}, or a fixed day of each month"
    )


def ordinal_phrase(s: Sentence, named: tuple[int, int]) -> Recurrence | None:
    number, j = named
    unit = unit_phrase(s, j, number) if number > 0 else None
    if unit and s.word(j) not in PARTS and not (s.word(j) == "day" and s.word(j + 1) == "of"):
        return unit
    if weekday_at(s, j) is not None or s.word(j) in {"weekday", "weekend"}:
        return nth_weekday_phrase(s, j)
    if number < 0 and s.word(j) != "day":
        return None
    end = j + 1 if s.word(j) == "day" else j
    days, end = more_days(s, (number,), end)
    month = None
    if s.has(end, "of", "the") and s.word(end + 2) in {"quarter", "year", "week"}:
        scope, offer = f"a day of the {s.word(end + 2)}", f"every {s.word(end + 2)}, or a fixed day of each month"
        return Recurrence(j, end + 3, "MONTHLY", out_of_scope=scope, offer=offer)
    if s.word(end) in {"of", "in"}:
        month = MONTHS.get(s.word(end + 1))
        skip = 1 if month else 2 if s.word(end + 1) in {"the", "every", "each"} and s.word(end + 2) == "month" else 0
        end = end + 1 + skip if skip else end
    freq = "YEARLY" if month else "MONTHLY"
    return Recurrence(
        j,
        end,
        freq,
        1,
        (),
        days[:1],
        month,
        out_of_scope="several month days" if len(days) > 1 else "",
        offer=f"every month on day {days[0]}",
    )
