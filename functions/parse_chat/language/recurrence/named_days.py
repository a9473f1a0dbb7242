"""Days named after the core: "every week on sunday", "monthly on the 5th", "yearly in november"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.lexicon import MONTHS, WEEKDAYS
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.recurrence.monthdays import EDGES, more_days, nth_weekday_phrase
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.weekdays import weekday_at, weekday_list
from functions.parse_chat.language.tokens import Sentence


def days_named(s: Sentence, found: Recurrence, i: int) -> Recurrence | None:
    """Such as "on sunday", "on the 5th", "at the end", "of the month", "in november", "on the fourth thursday"."""
    j = i + 1 if s.word(i) in {"on", "at", "in", "of"} else i
    lead = s.word(i) if j > i else ""
    named = _month_named(s, found, j, lead) or _weekdays_named(s, found, j, lead)
    if named or found.freq not in {"MONTHLY", "YEARLY"} or found.monthdays:
        return named
    return _monthday_named(s, found, j, lead)


def _month_named(s: Sentence, found: Recurrence, j: int, lead: str) -> Recurrence | None:
    """Such as "yearly in november", "monthly on march 3rd"; weeks and days of one month only cannot be kept."""
    month = MONTHS.get(s.word(j))
    if month and lead in {"in", "of", "on"} and found.freq in {"YEARLY", "MONTHLY"}:
        day = ordinal(s, j + 1) or cardinal(s, j + 1)
        days, end = ((day[0],), day[1]) if day else (found.monthdays, j + 1)
        return replace(found, freq="YEARLY", month=month, monthdays=days, end=end)
    if month and lead == "in" and found.freq in {"WEEKLY", "DAILY"}:
        return replace(
            found,
            end=j + 1,
            out_of_scope="days in certain months only",
            offer="the same without the month, with an end date",
        )
    return None


def _weekdays_named(s: Sentence, found: Recurrence, j: int, lead: str) -> Recurrence | None:
    """Such as "every week on monday and friday", "daily on weekdays"."""
    if found.freq not in {"WEEKLY", "DAILY"} or found.weekdays or not (lead == "on" or s.word(j) in WEEKDAYS):
        return None
    days = weekday_list(s, j)
    if days and found.freq == "WEEKLY":
        scope = "several days every other week" if found.interval > 1 and len(days[0]) > 1 else found.out_of_scope
        offer = found.offer or "every week on those days"
        return replace(found, weekdays=days[0], end=days[1], out_of_scope=scope, offer=offer)
    if days and found.interval == 1 and len(days[0]) > 1:
        return replace(found, freq="WEEKLY", weekdays=days[0], end=days[1])
    if s.word(j) in {"weekdays", "weekends"} and found.interval == 1:
        weekdays = (5, 6) if s.word(j) == "weekends" else (0, 1, 2, 3, 4)
        return replace(found, freq="WEEKLY", weekdays=weekdays, end=j + 1)
    return None


def _monthday_named(s: Sentence, found: Recurrence, j: int, lead: str) -> Recurrence | None:
    k = j + 1 if s.word(j) == "the" else j
    k = k + 1 if s.word(k) == "day" else k
    edge = EDGES.get(s.word(k)) if k > j else None
    named = (edge, k + 1) if edge else ordinal(s, k) or (cardinal(s, k) if lead in {"on", "of"} else None)
    if named is None or not -1 <= named[0] <= 31 or not (lead or k > j):
        return None
    end = named[1]
    if weekday_at(s, end) is not None or s.word(end) in {"weekday", "weekend", "workday"}:
        return replace(
            found,
            end=nth_weekday_phrase(s, end).end,
            out_of_scope="the nth weekday of a month",
            offer="every week on that day, or a fixed day of each month",
        )
    end = end + 1 if s.word(end) == "day" else end
    days, end = more_days(s, (named[0],), end)
    month = MONTHS.get(s.word(end + 1)) if s.word(end) == "of" else None
    end = end + 2 if month else end + 3 if s.word(end) == "of" and s.word(end + 2) == "month" else end
    if len(days) > 1:
        return replace(found, end=end, out_of_scope="several month days", offer=f"every month on day {days[0]}")
    return replace(found, monthdays=days, month=month or found.month, end=end)
