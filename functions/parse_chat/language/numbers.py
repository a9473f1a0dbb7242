"""Numbers as people write and say them: cardinals, ordinals, years."""

from __future__ import annotations

from functools import lru_cache

from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import in_order, vocabulary

Found = tuple[int, int]
"""A value and the place of the token after it."""

_UNITS = {
    word: number
    for number, word in enumerate(
        in_order(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen"
        )
    )
}
_TENS = {
    word: number * 10
    for number, word in enumerate(in_order("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
} | {"fourty": 40}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        in_order(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
            " fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        start=1,
    )
} | {"twentieth": 20, "thirtieth": 30, "forth": 4, "nineth": 9, "twelveth": 12}
NUMBER_WORDS = frozenset(_UNITS) | frozenset(_TENS) | frozenset(_ORDINALS)
_SUFFIXES = vocabulary("st nd rd th")


def _dash(s: Sentence, i: int) -> int:
    """The place after a hyphen that joins two number words ("forty-three")."""
    return i + 1 if s.word(i) == "-" and s.glued(i) and s.glued(i + 1) else i


def _below_hundred(s: Sentence, i: int) -> Found | None:
    word = s.word(i)
    if word in _TENS:
        j = _dash(s, i + 1)
        unit = _UNITS.get(s.word(j), 0)
        return (_TENS[word] + unit, j + 1) if 1 <= unit <= 9 else (_TENS[word], i + 1)
    return (_UNITS[word], i + 1) if word in _UNITS else None


def spelled(s: Sentence, i: int) -> Found | None:
    """A cardinal in words up to 9,999: "twenty one", "two thousand and thirty two"."""
    small = _below_hundred(s, i)
    if small is None:
        return None
    value, j = small
    for word, factor in (("thousand", 1000), ("hundred", 100)):
        if s.word(j) == word:
            rest = _below_hundred(s, j + 2 if s.word(j + 1) == "and" else j + 1)
            return (value * factor + rest[0], rest[1]) if rest else (value * factor, j + 1)
    return small


def cardinal(s: Sentence, i: int) -> Found | None:
    """Digits or words; digits that are part of a code ("A12", "1.5") do not count."""
    number = s.number(i)
    return (number, i + 1) if number is not None else spelled(s, i)


@lru_cache(maxsize=256)
def _suffixed(word: str) -> bool:
    return word in _SUFFIXES


def ordinal(s: Sentence, i: int) -> Found | None:
    """Such as "3rd", "02nd", "third", "twenty first"."""
    number = s.number(i)
    if number is not None:
        return (number, i + 2) if _suffixed(s.word(i + 1)) and s.glued(i + 1) else None
    word = s.word(i)
    if word in _TENS:
        j = _dash(s, i + 1)
        unit = _ORDINALS.get(s.word(j), 0)
        return (_TENS[word] + unit, j + 1) if 1 <= unit <= 9 else None
    return (_ORDINALS[word], i + 1) if word in _ORDINALS else None


def year(s: Sentence, i: int) -> Found | None:
    """A year from 1900 to 2199: "2026", "'26", "twenty twenty six", "two thousand and seventeen"."""
    number = s.number(i)
    if number is not None:
        plain = s.tokens[i].end - s.tokens[i].start == 4 and 1900 <= number <= 2199
        after = s.word(i + 1) in {":", "."} and s.glued(i + 1) and s.number(i + 2) is not None
        return (number, i + 1) if plain and not after else None
    if s.word(i) in {"'", "\u2019"} and s.glued(i + 1) and s.tokens[i + 1].end - s.tokens[i + 1].start == 2:
        short = s.number(i + 1)
        return (2000 + short, i + 2) if short is not None else None
    return _spelled_year(s, i)


def _spelled_year(s: Sentence, i: int) -> Found | None:
    whole = spelled(s, i)
    if whole and 1900 <= whole[0] <= 2199:
        return whole
    if s.word(i) in {"twenty", "nineteen"}:
        century = 2000 if s.word(i) == "twenty" else 1900
        rest = _below_hundred(s, i + 1)
        if rest and rest[0] >= 10:
            return century + rest[0], rest[1]
    return None
