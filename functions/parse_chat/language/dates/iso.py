"""Dates as ISO 8601 writes them."""

from __future__ import annotations

from functions.parse_chat.language.dates.code import part_of_an_address
from functions.parse_chat.language.dates.dated import day_or_question
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence


def iso(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "2026-11-29", "2026/11/29", "2026.11.29", and the time of an ISO date-time is left to the clock."""
    year_, month, day = s.number(i), s.number(i + 2), s.number(i + 4)
    mark = s.word(i + 1)
    if year_ is None or month is None or day is None or not 1900 <= year_ <= 2199 or mark not in {"-", "/", "."}:
        return None
    if s.word(i + 3) != mark or not all(s.glued(i + n) for n in range(1, 5)) or part_of_an_address(s, i):
        return None
    end = i + 5
    if s.word(end) == "t" and s.glued(end) and s.number(end + 1) is not None and s.word(end + 2) == ":":
        end += 1
    return day_or_question(s, i, end, "iso", year_, month, day, context)
