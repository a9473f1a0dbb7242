"""The day named before the repetition: "the 1st of each month", "last day of every quarter"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.numbers import ordinal
from functions.parse_chat.language.recurrence.adverbs import adverb
from functions.parse_chat.language.recurrence.every import EVERY, every
from functions.parse_chat.language.recurrence.monthdays import EDGES, more_days
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.weekdays import weekday_at, weekday_list
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
    if len(days) > 1 and s.has(k, "the", "month") and s.word(k - 1) == "of":
        offer = f"every month on day {days[0]}"
        return Recurrence(i, k + 2, "MONTHLY", monthdays=days, out_of_scope="several month days", offer=offer)
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


def leading_weekdays(s: Sentence, i: int) -> Recurrence | None:
    """Such as "monday every week", "mon and wed every other week", "tues and thurs weekly"."""
    days = weekday_list(s, i) if s.word(i) not in EVERY else None
    rest = (every(s, days[1]) or adverb(s, days[1])) if days else None
    if days is None or rest is None or rest.freq != "WEEKLY" or rest.weekdays or rest.part:
        return None
    scope = "several days every other week" if rest.interval > 1 and len(days[0]) > 1 else ""
    return replace(rest, weekdays=days[0], out_of_scope=scope, offer="every week on those days")
