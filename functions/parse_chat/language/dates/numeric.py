"""Dates in numbers: "12/03", "5/3/18", "24.12.2026"; the order follows the locale."""

from __future__ import annotations

from datetime import timedelta

from functions.parse_chat.language.calendars import make, next_on
from functions.parse_chat.language.dates.code import stands_alone
from functions.parse_chat.language.dates.dated import day_or_question, impossible
from functions.parse_chat.language.lexicon import UNITS
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import spoken_date


def numeric(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "12/03", "5/3/18", "3-7-27", "24.12.2026"; the order follows the locale."""
    first, second = s.number(i), s.number(i + 2)
    mark = s.word(i + 1)
    spaced = mark == "/" and not s.glued(i + 1) and not s.glued(i + 2)
    if (
        first is None
        or second is None
        or mark not in {"/", "-", "."}
        or not (spaced or (s.glued(i + 1) and s.glued(i + 2)))
    ):
        return None
    third = s.number(i + 4) if s.word(i + 3) == mark and s.glued(i + 3) and s.glued(i + 4) else None
    end = i + 3 if third is None else i + 5
    if (
        not stands_alone(s, i, end)
        or (third is None and mark != "/" and not _led(s, i, end))
        or not (first and second)
        or max(first, second) > 31
    ):
        return None
    if third is None and not _plausible(s, i, end):
        return None
    full = None if third is None else third if third >= 1000 else 2000 + third
    if full is not None and not 1900 <= full <= 2199:
        return None
    return _ordered(s, i, end, first, second, full, context, dotted=mark == ".")


_BEFORE_A_SHORT_DATE = vocabulary("on by until till before")


def _led(s: Sentence, i: int, end: int) -> bool:
    """Whether "4-22" or "4.22" is a day: a preposition before it, one number that is no month, nothing counted after it."""
    day = max(s.number(i) or 0, s.number(end - 1) or 0) > 12 >= min(s.number(i) or 0, s.number(end - 1) or 0)
    return day and s.word(i - 1) in _BEFORE_A_SHORT_DATE and s.word(end) not in UNITS


_BEFORE_A_NAME = vocabulary("room gate seat route apt unit section level page chapter version score size lot suite")
_AFTER_A_FRACTION = vocabulary("cup cups inch teaspoon tablespoon tsp tbsp of lb mile off")


def _plausible(s: Sentence, i: int, end: int) -> bool:
    """Whether "9/11" without a year is a date here and not a name, a score or a fraction."""
    if s.word(i - 1) in _BEFORE_A_NAME:
        return False
    if (s.number(i), s.number(i + 2)) in {(24, 7), (1, 1)} and s.word(i - 1) != "on":
        return False
    named = s.word(i - 1) in {"the", "a"} and s.word(end).isalpha() and s.word(end) not in {"to", "at", "and", "for"}
    fraction = s.word(end) in _AFTER_A_FRACTION
    return not (named or fraction)


def _ordered(
    s: Sentence, i: int, end: int, first: int, second: int, year_: int | None, context: Context, dotted: bool
) -> Piece | None:
    orders = {"md": (first, second), "dm": (second, first)}
    if first > 12 and second > 12:
        return None if year_ is None else impossible(s, i, end)
    if first > 12 or dotted:
        return day_or_question(s, i, end, "numeric", year_, *orders["dm" if second <= 12 else "md"], context)
    if second > 12 or first == second:
        return day_or_question(s, i, end, "numeric", year_, *orders["md"], context)
    if context.month_first is not None:
        return day_or_question(s, i, end, "numeric", year_, *orders["md" if context.month_first else "dm"], context)
    return _either(s, i, end, orders, year_, context)


NEAR = timedelta(days=120)
"""Without a locale, a day/month reading this near is preferred to one further away."""


def _either(
    s: Sentence, i: int, end: int, orders: dict[str, tuple[int, int]], year_: int | None, context: Context
) -> Piece:
    """Both orders are possible and the locale is unknown: the only near or future one, else a question."""
    readings = [make(year_, *o) if year_ else next_on(context.today, *o) for o in orders.values()]
    ahead = sorted({r for r in readings if r and r >= context.today})
    near = [r for r in ahead if r - context.today <= NEAR]
    if len(ahead) == 1:
        return Piece(end, "numeric", day=ahead[0], vague=True)
    if not ahead:
        return Piece(end, "numeric", day=readings[0], vague=True)
    if len(near) == 1 and year_ is None:
        return Piece(end, "numeric", day=near[0], vague=True)
    options = tuple(spoken_date(r) for r in ahead)
    return Piece(end, "day-or-month", problem=f"Is “{s.cut(i, end)}” {options[0]} or {options[1]}?", options=options)
