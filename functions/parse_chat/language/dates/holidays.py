"""Holidays by name."""

from __future__ import annotations

from functions.parse_chat.language.calendars import make, next_on, nth_weekday
from functions.parse_chat.language.dates.calendar_words import year_after
from functions.parse_chat.language.lexicon import HOLIDAY_RULES, HOLIDAYS
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence


def holiday(s: Sentence, i: int, context: Context) -> Piece | None:
    """A holiday by name; it needs a preposition, for "Christmas presents" is no date."""
    j = i + 1 if s.word(i) in {"next", "this"} else i
    for length in (4, 3, 2, 1):
        words = tuple(s.word(j + n) for n in range(length))
        if words in HOLIDAYS:
            year_, end = year_after(s, j + length)
            day = make(year_, *HOLIDAYS[words]) if year_ else next_on(context.today, *HOLIDAYS[words])
            return Piece(end, "holiday", day=day, needs="edge-on")
        if words in HOLIDAY_RULES:
            month, weekday, nth = HOLIDAY_RULES[words]
            days = (nth_weekday(y, month, weekday, nth) for y in (context.today.year, context.today.year + 1))
            ahead = [d for d in days if d and d >= context.today]
            return Piece(j + length, "holiday", day=ahead[0] if ahead else None, needs="edge-on")
    return None
