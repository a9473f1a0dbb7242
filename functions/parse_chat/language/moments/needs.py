"""What a part needs around it so that it is a date or a time at all: a preposition, another part, an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.parse_chat.language.moments.following import (
    closed,
    day_follows,
    part_follows,
    range_follows,
    time_follows,
)
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_BEFORE_A_TIME = vocabulary("at around about @ by before until till til from after to for between")
_BEFORE_A_PERIOD = vocabulary("in by before until till for from during")
_TELLING = vocabulary("the a he she it they we i")
_BEFORE_A_DAY = vocabulary("on by before until till for from")
_BEFORE_A_HOLIDAY = vocabulary("on by before for at until till in from")


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece at token i of a sentence, the prepositions right before it and the pieces of the phrase so far."""

    s: Sentence
    i: int
    piece: Piece
    leads: list[str]
    before: list[Piece]
    context: Context

    @property
    def lead(self) -> str:
        return self.leads[-1] if self.leads else ""

    @property
    def closed(self) -> bool:
        return closed(self.s, self.piece.end)


def allowed(s: Sentence, i: int, piece: Piece, leads: list[str], before: list[Piece], context: Context) -> bool:
    """Whether a piece has around it what it needs to be a date or a time."""
    if piece.needs == "":
        return True
    if piece.needs in {"date", "in"} and piece.part and s.word(piece.end) == "of":
        return day_follows(s, piece.end + 1, context)
    met = _MET.get(piece.needs)
    return met is not None and met(_Place(s, i, piece, leads, before, context))


def _at(p: _Place) -> bool:
    last = p.before[-1] if p.before else None
    if p.lead in {"from", "between"} and not _range_closed(p):
        return False
    beside = last is not None and (bool(last.part) or last.dated) and last.clock is None
    return (
        (p.lead in _BEFORE_A_TIME and (p.lead != "for" or bool(p.before)))
        or (beside and p.lead in {"", ",", "@"})
        or part_follows(p.s, p.piece.end)
        or range_follows(p.s, p.piece.end)
    ) and p.closed


def _range_closed(p: _Place) -> bool:
    """Whether "from 2 to 3" is followed by nothing that the numbers would count ("from 2 to 3 people")."""
    if p.s.word(p.piece.end) not in {"to", "-", "and", "until", "till"}:
        return True
    other = cardinal(p.s, p.piece.end + 1)
    return other is None or closed(p.s, other[1]) or p.s.word(other[1]) in {"am", "pm", "a", "p"}


def _clock(p: _Place) -> bool:
    alarm = p.lead == "for" and p.s.word(p.i - 2) in {"alarm", "alarms"}
    return (p.lead in {"at", "@"} or alarm) and p.closed


_BEFORE_NO_NOW = vocabulary("until till by for from before just even than up")


def _last(p: _Place) -> bool:
    stops = p.piece.end >= len(p.s) or not p.s.word(p.piece.end).isalnum()
    told = p.s.word(0) in _TELLING | {"my", "our", "this"}
    return stops and p.i > 1 and p.s.word(p.i - 1) not in _BEFORE_NO_NOW and not told


def _on(p: _Place) -> bool:
    named = p.s.word(p.i) == "the" or (bool(p.before) and p.before[-1].weekday is not None)
    if not (p.lead in {"on", "by", "before", "until", "till"} or named) or p.lead == "at" or not p.closed:
        return False
    if p.lead in {"by", "before", "until", "till"} and p.s.word(p.i) != "the":
        return False
    return (
        p.s.number(p.i) is not None
        or p.s.number(p.i + 1) is not None
        or p.lead in {"on", "by", "before", "until"}
        or (named and p.i + 2 < p.piece.end)
        or p.s.word(p.i + 1).startswith(("thirt", "twent"))
    )


def _edge(p: _Place) -> bool:
    return (bool(p.leads) or p.s.word(p.i) == "the" or bool(p.before)) and p.closed


def _date(p: _Place) -> bool:
    night = p.lead in {"at", "in", "by"} and p.piece.part in {"night", "lunch", "lunchtime", "morning"}
    return bool(p.before) or (night and p.closed) or p.piece.rule == "first-thing"


def _in(p: _Place) -> bool:
    return p.lead in _BEFORE_A_PERIOD and (p.piece.part != "" or p.closed)


def _edge_on(p: _Place) -> bool:
    last = (p.piece.end >= len(p.s) or time_follows(p.s, p.piece.end)) and p.i >= 2
    return (p.lead in _BEFORE_A_HOLIDAY or last) and p.closed


def _time(p: _Place) -> bool:
    told = p.s.word(0) in _TELLING or p.s.word(1) in {"the", "he", "she"}
    last = p.piece.end >= len(p.s) and p.s.word(p.i - 1) not in {"the", "a", "my", "in"} and p.i > 1 and not told
    return p.lead in _BEFORE_A_DAY or bool(p.before) or last or time_follows(p.s, p.piece.end)


def _the(p: _Place) -> bool:
    return p.lead in {"on", "by", "before", "for", "from", "until"} and p.closed


_MET: dict[str, Callable[[_Place], bool]] = {
    "at": _at,
    "clock": _clock,
    "last": _last,
    "on": _on,
    "edge": _edge,
    "date": _date,
    "in": _in,
    "edge-on": _edge_on,
    "time": _time,
    "the": _the,
}
