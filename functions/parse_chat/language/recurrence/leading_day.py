"""The day named before the repetition: "the 1st of each month", "last day of every quarter"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.numbers import ordinal
from functions.parse_chat.language.recurrence.every import EVERY, every
from functions.parse_chat.language.recurrence.monthdays import EDGES, more_days
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.weekdays import weekday_at
from functions.parse_chat.language.tokens import Sentence


def leading_day(s: Sentence, i: int) -> Recurrence | None:
    """Such as "the 4th of every 3rd month", "end of each month", "first monday of every month", "last day of the month every month"."""
    j = i + 1 if s.word(i) in {"on", "at", "by"} else i
    j = j + 1 if s.word(j) == "the" else j
    edge = EDGES.get(s.word(j))
    named = (edge, j + 1) if edge else ordinal(s, j)
    if named is None and s.number(j) is not None and s.word(j + 1) == "of":
        named = (s.number(j) or 0, j + 1)
    if named is None or not -1 <= named[0] <= 31:
        return None
    k = named[1]
    weekday = weekday_at(s, k) is not None or s.word(k) in {"weekday", "weekend"}
    k = k + 1 if weekday or s.word(k) == "day" else k
    days, k = ((named[0],), k) if weekday else more_days(s, (named[0],), k)
    k = k + 1 if s.word(k) in {"of", "in"} else k
    if s.word(k) not in EVERY:
        return None
    rest = every(s, k)
    if rest is None or rest.freq not in {"MONTHLY", "YEARLY"}:
        return None
    if weekday:
        return replace(
            rest,
            out_of_scope="the nth weekday of a month",
            offer="every week on that day, or a fixed day of each month",
        )
    if len(days) > 1:
        return replace(rest, out_of_scope="several month days", offer=f"every month on day {days[0]}")
    return replace(rest, monthdays=(days[0] or 1,)) if not rest.monthdays else rest
