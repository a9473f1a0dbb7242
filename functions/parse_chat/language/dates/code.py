"""Digits that are part of a longer code are no date."""

from __future__ import annotations

from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_BEFORE_A_DATE = vocabulary("( \" ' “ - , : @")


def stands_alone(s: Sentence, i: int, end: int) -> bool:
    """No digit, letter or joining mark touches the tokens i..end: not part of a code such as 123-12-1234."""
    before = s.glued(i) and s.word(i - 1) not in _BEFORE_A_DATE
    joined = s.glued(i) and s.word(i - 1) == "-" and s.glued(i - 1)
    after = s.glued(end) and (s.number(end) is not None or s.word(end).isalpha() or s.word(end) in {"/", "%"})
    dashed = s.glued(end) and s.word(end) == "-" and s.glued(end + 1)
    return not (before or joined or after or dashed)


def part_of_an_address(s: Sentence, i: int) -> bool:
    """Whether a path, a word or an equals sign runs into token i ("example.org/2014/05/01")."""
    return s.glued(i) and (s.word(i - 1).isalnum() or s.word(i - 1) in {"/", ".", "_", "="})
