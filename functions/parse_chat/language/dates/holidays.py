"""Holidays by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from functions.parse_chat.language.calendars import easter, make, next_on, nth_weekday
from functions.parse_chat.language.dates.calendar_words import year_after
from functions.parse_chat.language.lexicon import EASTER_DAYS, HOLIDAY_RULES, HOLIDAYS, THANKSGIVING_DAYS
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence

HOLIDAY_NAMES = frozenset((*HOLIDAYS, *HOLIDAY_RULES, *EASTER_DAYS, *THANKSGIVING_DAYS))


def holiday(s: Sentence, i: int, context: Context) -> Piece | None:
    """A holiday by name; it needs a preposition, for "Christmas presents" is no date."""
    j = i + 1 if s.word(i) in {"next", "this"} else i
    for length in (4, 3, 2, 1):
        words = tuple(s.word(j + n) for n in range(length))
        if words not in HOLIDAY_NAMES:
            continue
        year_, end = year_after(s, j + length)
        day = _in_year(words)(year_) if year_ else _upcoming(words, context.today)
        return Piece(end, "holiday", day=day, needs="edge-on") if day else None
    return None


def _upcoming(words: tuple[str, ...], today: date) -> date | None:
    if words in HOLIDAYS:
        return next_on(today, *HOLIDAYS[words])
    days = (_in_year(words)(year) for year in (today.year, today.year + 1))
    return next((d for d in days if d and d >= today), None)


def _in_year(words: tuple[str, ...]) -> Callable[[int], date | None]:
    if words in HOLIDAYS:
        return lambda year: make(year, *HOLIDAYS[words])
    if words in EASTER_DAYS:
        return lambda year: easter(year) + timedelta(days=EASTER_DAYS[words])
    if words in THANKSGIVING_DAYS:
        return lambda year: _thanksgiving(year) + timedelta(days=THANKSGIVING_DAYS[words])
    month, weekday, nth = HOLIDAY_RULES[words]
    return lambda year: nth_weekday(year, month, weekday, nth)


def _thanksgiving(year: int) -> date:
    return nth_weekday(year, 11, 3, 4) or date(year, 11, 28)
