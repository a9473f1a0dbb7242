"""What follows a part of a phrase."""

from __future__ import annotations

from functions.parse_chat.language import clocks
from functions.parse_chat.language.dates.month_day import day_month, month_day
from functions.parse_chat.language.dates.monthday import monthday
from functions.parse_chat.language.lexicon import FUNCTION_WORDS, PARTS, TONIGHT, UNITS, WEEKDAYS
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary


def range_follows(s: Sentence, i: int) -> bool:
    """Whether "-4pm" follows the "2" of "2-4pm"."""
    other = clocks.clock(s, i + 1) if s.word(i) in {"-", "–"} else None
    return other is not None and other.exact and not other.needs


def day_follows(s: Sentence, i: int, context: Context) -> bool:
    """Whether a day follows "the morning of"."""
    if any(rule(s, i, context) for rule in (month_day, day_month)):
        return True
    day = monthday(s, i)
    return day is not None and s.word(i) == "the" and closed(s, day.end)


def part_follows(s: Sentence, i: int) -> bool:
    i = i + 1 if s.word(i) == "," else i
    if s.word(i) in TONIGHT or s.has(i, "at", "night"):
        return True
    return s.word(i) in {"in", "this", "tomorrow", "today", "on"} and (
        s.word(i + 1) in PARTS
        or s.word(i + 2) in PARTS
        or s.word(i) in {"tomorrow", "today"}
        or s.word(i + 1) in WEEKDAYS
    )


def time_follows(s: Sentence, i: int) -> bool:
    return s.word(i) in {",", "at", "morning", "afternoon", "evening", "night"} or s.number(i) is not None


_SHORT_UNITS = vocabulary("second m s d w y h")


_CLOSING = vocabulary("next following coming every each")


def closed(s: Sentence, i: int) -> bool:
    """Whether nothing follows at i that the number before it would belong to ("5 pieces", "the second round")."""
    word = s.word(i)
    if word in {"times", "time", "%", "percent", "o"} or (word in UNITS and word not in _SHORT_UNITS):
        return False
    return (
        not word.isalpha()
        or word in _CLOSING
        or word in FUNCTION_WORDS
        or word in WEEKDAYS
        or word in PARTS
        or _verb_like(s, i)
    )


_COUNTED = vocabulary("percent people round floor street grade place edition item")


def _verb_like(s: Sentence, i: int) -> bool:
    """A word after a time that may open the task itself ("remind me at 7 call mom"); plural nouns do not."""
    word = s.word(i)
    return (
        not word.endswith("s")
        and word not in _COUNTED
        and (s.word(0) in {"remind", "reminder"} or s.word(1) in {"reminder", "remind"})
    )
