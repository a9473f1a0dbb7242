"""How often in a period: "twice a week", "3 times a month"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.recurrence.adverbs import ADVERBS
from functions.parse_chat.language.recurrence.every import every, numbered
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.units import unit_phrase
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import phrases


def times_per(s: Sentence, i: int) -> Recurrence | None:
    """Such as "once a week", "twice a day", "3 times a month", "two times per week"."""
    fixed = {"once": 1, "twice": 2, "thrice": 3}.get(s.word(i))
    number = (fixed, i + 1) if fixed else cardinal(s, i)
    if number is None:
        return _some_times_per(s, i)
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


_SOME = phrases("several; many; multiple; a few; a couple; a couple of; a number of; various")


def _some_times_per(s: Sentence, i: int) -> Recurrence | None:
    """Such as "several times a week": how often is not said."""
    said = next((p for p in _SOME if s.has(i, *p) and s.word(i + len(p)) == "times"), None)
    j = i + len(said) + 1 if said else 0
    found = unit_phrase(s, j + 1, 1) if said and s.word(j) in {"a", "per", "each", "every"} else None
    if found is None:
        return None
    unit = s.word(found.end - 1)
    return replace(found, out_of_scope=f"several times in each {unit}", offer=f"every {unit}")
