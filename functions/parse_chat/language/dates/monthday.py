"""A day of the month alone: "the 18th"."""

from __future__ import annotations

from functions.parse_chat.language.numbers import cardinal, ordinal, spelled
from functions.parse_chat.language.pieces import Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_BEFORE_ANOTHER_NUMBER = vocabulary("$ € £ # - / .")


def monthday(s: Sentence, i: int) -> Piece | None:
    """Such as "the 18th", "the twenty second", "the 24", "5th", and a bare "15" that needs "on" before it."""
    the = s.word(i) == "the"
    j = i + 1 if the else i
    named = ordinal(s, j)
    found = named or ((spelled(s, j) if the else None) or cardinal(s, j))
    if found is None or not 1 <= found[0] <= 31 or (s.glued(j) and s.word(j - 1) in _BEFORE_ANOTHER_NUMBER):
        return None
    value, end = found
    if s.word(end) in {":", ".", "/", "%", "-"} and s.glued(end) and s.number(end + 1) is not None:
        return None
    counted = s.word(end) == "for" and s.number(end + 1) is not None
    if named is None and (s.word(end) == "of" or counted):
        return None
    if s.glued(end) and s.word(end).isalpha():
        return None
    if s.word(end) in {"%", "percent"}:
        return None
    needs = "on"
    if named and (the or s.number(j) is not None) and (s.number(j) is not None or value > 12):
        needs = "edge"
    return Piece(end, "monthday", monthday=value, needs=needs)
