"""What is repeated by: "days", "business days", "weekends", "fortnights"."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import PARTS
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.tokens import Sentence

UNITS = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "year": ("YEARLY", 1),
    "fortnight": ("WEEKLY", 2),
    "quarter": ("MONTHLY", 3),
    "wk": ("WEEKLY", 1),
    "yr": ("YEARLY", 1),
    "mo": ("MONTHLY", 1),
    "night": ("DAILY", 1),
    "morning": ("DAILY", 1),
    "afternoon": ("DAILY", 1),
    "evening": ("DAILY", 1),
    "noon": ("DAILY", 1),
    "midnight": ("DAILY", 1),
    "lunchtime": ("DAILY", 1),
    "hour": ("HOURLY", 1),
    "minute": ("MINUTELY", 1),
    "second": ("SECONDLY", 1),
    "hr": ("HOURLY", 1),
    "min": ("MINUTELY", 1),
    "decade": ("YEARLY", 10),
    "half": ("HOURLY", 1),
}


def unit_phrase(s: Sentence, i: int, interval: int) -> Recurrence | None:
    word = s.word(i)
    j = i + 1 if word in {"business", "working", "work", "calendar"} else i
    unit = s.word(j).removesuffix("s") if s.word(j) not in UNITS else s.word(j)
    if (word in {"business", "working", "work"} and unit == "day") or word in {
        "weekday",
        "weekdays",
        "workday",
        "workdays",
    }:
        end = j + 1
        part = s.word(end).removesuffix("s") if s.word(end).removesuffix("s") in PARTS else ""
        scope = "weekdays at an interval" if interval > 1 else ""
        return Recurrence(
            i, end + bool(part), "WEEKLY", 1, (0, 1, 2, 3, 4), part=part, out_of_scope=scope, offer="every weekday"
        )
    if word in {"weeknight", "weeknights"}:
        return Recurrence(i, i + 1, "WEEKLY", 1, (0, 1, 2, 3, 4), part="night")
    if word in {"weekend", "weekends"}:
        scope = "several days every other week" if interval > 1 else ""
        return Recurrence(i, i + 1, "WEEKLY", interval, (5, 6), out_of_scope=scope, offer="every other Saturday")
    if unit not in UNITS:
        return None
    freq, factor = UNITS[unit]
    part = unit if unit in PARTS else ""
    return Recurrence(i, j + 1, freq, interval * factor, part=part)
