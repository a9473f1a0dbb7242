"""The piece for a day that was read, or the question when the calendar has no such day."""

from __future__ import annotations

from functions.parse_chat.language.calendars import make, next_on
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence


def impossible(s: Sentence, i: int, end: int) -> Piece:
    return Piece(end, "impossible", problem=f"There is no such date as “{s.cut(i, end)}”. Which day did you mean?")


def day_or_question(
    s: Sentence, i: int, end: int, rule: str, year_: int | None, month: int, day: int, context: Context
) -> Piece:
    found = make(year_, month, day) if year_ else next_on(context.today, month, day)
    return Piece(end, rule, day=found) if found else impossible(s, i, end)
