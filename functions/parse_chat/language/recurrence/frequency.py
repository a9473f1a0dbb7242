"""How often in a period: "twice a week", "3 times a month"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.recurrence.adverbs import ADVERBS
from functions.parse_chat.language.recurrence.every import every, numbered
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.units import unit_phrase
from functions.parse_chat.language.tokens import Sentence


def times_per(s: Sentence, i: int) -> Recurrence | None:
    """Such as "once a week", "twice a day", "3 times a month", "two times per week"."""
    fixed = {"once": 1, "twice": 2, "thrice": 3}.get(s.word(i))
    number = (fixed, i + 1) if fixed else cardinal(s, i)
    if number is None:
        return None
    count, j = number
    if fixed is None:
        if s.word(j) not in {"times", "time", "x"}:
            return None
        j += 1
    if s.word(j) in ADVERBS and count > 1:
        return Recurrence(
            i, j + 1, ADVERBS[s.word(j)][0], out_of_scope=f"{count} times in each period", offer=s.word(j)
        )
    if s.word(j) == "in" and count == 1 and cardinal(s, j + 1):
        return numbered(s, j + 1)
    if s.word(j) not in {"a", "per", "every", "each", "in"} or s.word(j + 1) == "in":
        return None
    interval = 2 if s.word(j + 1) == "other" else 1
    found = (
        unit_phrase(s, j + interval, interval) or every(s, j)
        if s.word(j) in {"every", "each"}
        else unit_phrase(s, j + 1, 1)
    )
    if found is None:
        return None
    if count == 1:
        return found
    return replace(
        found, out_of_scope=f"{count} times in each {s.word(found.end - 1)}", offer=f"every {s.word(found.end - 1)}"
    )
