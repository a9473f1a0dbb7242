"""What a part needs around it so that it is a date or a time at all: a preposition, another part, an end."""

from __future__ import annotations

from functions.parse_chat.language.moments.following import (
    closed,
    day_follows,
    part_follows,
    range_follows,
    time_follows,
)
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_CLOCK_WORDS = vocabulary("at around about @ by before until till til from after to for between")


_ALLOWED_WORDS = vocabulary("in by before until till for from during")


_ALLOWED_MORE_WORDS = vocabulary("the a he she it they we i")


_ALLOWED_OTHER_WORDS = vocabulary("on by before until till for from")


_ALLOWED_FURTHER_WORDS = vocabulary("on by before for at until till in from")


def allowed(s: Sentence, i: int, piece: Piece, leads: list[str], before: list[Piece], context: Context) -> bool:
    need, lead = piece.needs, leads[-1] if leads else ""
    if need == "":
        return True
    if need == "at":
        beside = bool(before) and (bool(before[-1].part) or before[-1].dated) and before[-1].clock is None
        return (
            (lead in _CLOCK_WORDS and (lead != "for" or bool(before)))
            or (beside and lead in {"", ",", "@"})
            or part_follows(s, piece.end)
            or range_follows(s, piece.end)
        ) and closed(s, piece.end)
    if need == "on":
        named = s.word(i) == "the" or (bool(before) and before[-1].weekday is not None)
        return (
            (lead in {"on", "by", "before", "until", "till"} or named)
            and lead != "at"
            and closed(s, piece.end)
            and (
                s.number(i) is not None
                or s.number(i + 1) is not None
                or lead in {"on", "by", "before", "until"}
                or (named and i + 2 < piece.end)
                or s.word(i + 1).startswith("thirt")
                or s.word(i + 1).startswith("twent")
            )
            and not (lead in {"by", "before", "until", "till"} and s.word(i) != "the")
        )
    if need == "edge":
        return (bool(leads) or s.word(i) == "the" or bool(before)) and closed(s, piece.end)
    if need in {"date", "in"} and piece.part and s.word(piece.end) == "of":
        return day_follows(s, piece.end + 1, context)
    if need == "date":
        night = lead in {"at", "in", "by"} and piece.part in {"night", "lunch", "lunchtime", "morning"}
        return bool(before) or (night and closed(s, piece.end)) or (piece.rule == "first-thing")
    if need == "in":
        return lead in _ALLOWED_WORDS and (piece.part != "" or closed(s, piece.end))
    if need == "edge-on":
        last = piece.end >= len(s) and i >= 3
        return (lead in _ALLOWED_FURTHER_WORDS or last) and closed(s, piece.end)
    if need == "time":
        told = s.word(0) in _ALLOWED_MORE_WORDS or s.word(1) in {"the", "he", "she"}
        last = piece.end >= len(s) and s.word(i - 1) not in {"the", "a", "my", "in"} and i > 1 and not told
        return lead in _ALLOWED_OTHER_WORDS or bool(before) or last or time_follows(s, piece.end)
    if need == "the":
        return lead in {"on", "by", "before", "for", "from", "until"} and closed(s, piece.end)
    return False
