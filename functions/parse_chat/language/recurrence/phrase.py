"""Where a repeating phrase begins, and what it says in all."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.lexicon import WEEKDAYS
from functions.parse_chat.language.numbers import NUMBER_WORDS
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.recurrence.adverbs import ADVERBS, adverb
from functions.parse_chat.language.recurrence.every import EVERY, alternate, every
from functions.parse_chat.language.recurrence.frequency import times_per
from functions.parse_chat.language.recurrence.leading_day import leading_day, leading_weekdays
from functions.parse_chat.language.recurrence.modifiers import modified
from functions.parse_chat.language.recurrence.monthdays import EDGES
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.weekdays import PLURAL_PARTS, plural_days
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary


def recurrence(s: Sentence, context: Context, start: int = 0) -> Recurrence | None:
    """The first repeating phrase at or after token `start`."""
    for i in range(start, len(s)):
        core = _core(s, i)
        if core:
            return _scoped(modified(s, core, context))
    return None


_OPENERS = (
    EVERY
    | frozenset(ADVERBS)
    | frozenset(PLURAL_PARTS)
    | frozenset(EDGES)
    | frozenset(WEEKDAYS)
    | NUMBER_WORDS
    | vocabulary(
        "a an several many multiple various alternate alternating weeknight weeknights on in at by the once twice thrice bi semi"
        " weekday weekdays weekend weekends workdays"
    )
)


def _may_open(s: Sentence, i: int) -> bool:
    word = s.word(i)
    return word in _OPENERS or s.number(i) is not None or word[:-1] in WEEKDAYS


def _core(s: Sentence, i: int) -> Recurrence | None:
    if s.inside_word(i) or not _may_open(s, i):
        return None
    word = s.word(i)
    j = i + 1 if word in {"on", "in"} and i + 1 < len(s) else i
    found = (
        leading_weekdays(s, j)
        or alternate(s, j)
        or leading_day(s, i)
        or every(s, i)
        or adverb(s, i)
        or times_per(s, i)
        or plural_days(s, j)
    )
    return replace(found, start=i) if found else None


_SUB_DAILY = vocabulary("HOURLY MINUTELY SECONDLY")


def _scoped(found: Recurrence) -> Recurrence:
    """Name what cannot be kept: intervals under a day."""
    if found.freq in _SUB_DAILY:
        return replace(found, out_of_scope="intervals shorter than a day", offer="every day at a fixed time")
    return found
