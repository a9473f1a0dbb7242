"""Ranges: "19:00 - 21:00", "Aug 10 to Aug 12"."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from functions.parse_chat.language import clocks
from functions.parse_chat.language.dates.iso import iso
from functions.parse_chat.language.dates.month_day import day_month, month_day
from functions.parse_chat.language.dates.numeric import numeric
from functions.parse_chat.language.moments.following import closed
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence

_THROUGH = frozenset({"-", "to", "until", "till", "–", "—", "through"})


def range_end(s: Sentence, pieces: list[Piece], context: Context) -> int:
    """The end of "19:00 - 21:00", "from 2 to 4pm", "Aug 10 to Aug 12": the second part is read over, the first one counts."""
    last = pieces[-1]
    end = last.end
    between = "between" in {s.word(k) for k in range(end - 4, end)}
    if s.word(end) not in _THROUGH and not (between and s.word(end) == "and"):
        return end
    if last.clock is None:
        return _day_range_end(s, pieces, context)
    other = clocks.clock(s, end + 1)
    if other is None or (other.needs and not closed(s, other.end)) or s.word(other.end) in {"minutes", "hours", "days"}:
        return end
    if other.clock and other.exact and not last.exact and last.clock.hour < 12 <= other.clock.hour:
        pieces[-1] = replace(last, clock=_same_half(last.clock, other.clock), exact=True)
    return other.end


def _day_range_end(s: Sentence, pieces: list[Piece], context: Context) -> int:
    end = pieces[-1].end
    if pieces[-1].day is None or pieces[-1].rule in {"tonight", "today"}:
        return end
    for rule in (iso, month_day, day_month, numeric):
        other = rule(s, end + 1, context)
        if other and other.day and other.day > pieces[-1].day:
            return other.end
    return end


def _same_half(start: time, end: time) -> time:
    later = start.replace(hour=(start.hour + 12) % 24)
    return later if later < end else start
