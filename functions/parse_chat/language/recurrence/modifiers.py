"""What follows the core of a repeating phrase: days, bounds, times, exceptions; in any order."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.lexicon import PARTS, WEEKDAYS
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.recurrence.bounds import bounded, counted
from functions.parse_chat.language.recurrence.named_days import days_named
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.time_of_day import time_of_day
from functions.parse_chat.language.tokens import Sentence


def modified(s: Sentence, found: Recurrence, context: Context) -> Recurrence:
    """Read on after the core: days, start, end, count, time of day, exceptions; in any order."""
    for _ in range(8):
        more = _modifier(s, found, found.end, context)
        if more is None or more.end <= found.end:
            return found
        found = more
    return found


def _modifier(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    j = i + 1 if s.word(i) in {",", "and"} else i
    if s.word(i) in {"and", "&"} and found.part and s.word(j).removesuffix("s") in PARTS:
        return replace(found, end=j + 1, out_of_scope="several times a day", offer="one time of day")
    named = (
        s.word(j + 1) in WEEKDAYS
        or s.word(j + 1) in {"not", "weekends", "on", "the"}
        or s.word(j + 1).removesuffix("s") in WEEKDAYS
    )
    if s.word(j) in {"except", "excluding"} or (s.word(j) == "but" and named):
        return replace(
            found, end=_clause_end(s, j), out_of_scope="exceptions", offer="the plain rule without the exception"
        )
    return (
        counted(s, found, j)
        or days_named(s, found, j)
        or bounded(s, found, j, context)
        or time_of_day(s, found, i, context)
    )


def _clause_end(s: Sentence, i: int) -> int:
    while i < len(s) and s.word(i) not in {".", ";", "!", "?"}:
        i += 1
    return i
