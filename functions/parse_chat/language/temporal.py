"""Whether a word speaks of time: a quick look for the grammar, before dates are really read."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.lexicon import MONTHS, PARTS, TODAY, TOMORROW, TONIGHT, UNITS, WEEKDAYS
from functions.parse_chat.language.numbers import NUMBER_WORDS
from functions.parse_chat.language.vocabulary import vocabulary

_TIMES = (
    frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(PARTS)
    | frozenset(UNITS)
    | TODAY
    | TOMORROW
    | TONIGHT
    | NUMBER_WORDS
    | vocabulary(
        "next later earlier sooner another other eod eow eom noon midnight am pm o'clock whenever sometime someday soon christmas"
        " easter thanksgiving date time now after before weekend everyday daily weekly monthly yearly every quarter past half"
    )
)
_JOINTS = vocabulary(
    "at on by the this in of for to until from - : , . / and th st nd rd coming following instead around about"
)


def timely(c: Clause, i: int) -> bool:
    """Whether token i of the clause is a day, a month, a number, "next", "later" and the like."""
    return c.word(i) in _TIMES or c.s.number(i) is not None or c.word(i).removesuffix("'s") in _TIMES


def only_time(c: Clause, start: int, end: int) -> bool:
    """Whether the tokens start..end speak of nothing but time, and of some."""
    words = range(start, end)
    return any(timely(c, n) for n in words) and all(timely(c, n) or c.word(n) in _JOINTS for n in words)
