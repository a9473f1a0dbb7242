"""The parts of a phrase: which one stands at a token, and which go together."""

from __future__ import annotations

from collections.abc import Callable

from functions.parse_chat.language import clocks, days
from functions.parse_chat.language.dates.holidays import holiday
from functions.parse_chat.language.dates.iso import iso
from functions.parse_chat.language.dates.month_day import day_month, day_span, month_day
from functions.parse_chat.language.dates.monthday import monthday
from functions.parse_chat.language.dates.months import month_only, nth_of_month
from functions.parse_chat.language.dates.numeric import numeric
from functions.parse_chat.language.moments.needs import allowed
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence

_RULES: tuple[Callable[[Sentence, int, Context], Piece | None], ...] = (
    iso,
    days.counted_weekday,
    days.offset,
    nth_of_month,
    day_span,
    month_day,
    day_month,
    days.relative_day,
    days.edge_of_period,
    days.week,
    days.period,
    days.next_units,
    days.weekday,
    numeric,
    month_only,
    clocks.part,
    holiday,
)


def piece_at(s: Sentence, i: int, leads: list[str], before: list[Piece], context: Context) -> Piece | None:
    for rule in _RULES:
        found = rule(s, i, context)
        if found and _fits(found, before) and allowed(s, i, found, leads, before, context):
            return found
    return _number_piece(s, i, leads, before, context)


def _number_piece(s: Sentence, i: int, leads: list[str], before: list[Piece], context: Context) -> Piece | None:
    """A number on its own is an hour after "at" and a day after "on"."""
    hour, day = clocks.clock(s, i), monthday(s, i)
    prefer_day = bool(leads and leads[-1] == "on") or (
        bool(before) and before[-1].weekday is not None and "at" not in leads
    )
    for found in (day, hour) if prefer_day and (hour is None or hour.needs) else (hour, day):
        if found and _fits(found, before) and allowed(s, i, found, leads, before, context):
            return found
    return None


def _fits(piece: Piece, before: list[Piece]) -> bool:
    """Whether the piece adds something that the ones before it leave open."""
    for other in before:
        if (
            (piece.clock and (other.clock or other.instant))
            or piece.instant
            or (piece.part and ((other.part and other.part != piece.part) or other.instant))
        ):
            return False
        if piece.dated and other.dated and not _pair(piece, other):
            return False
        if piece.part and other.clock and other.exact and piece.rule in {"noon", "midnight", "midday"}:
            return False
    return True


def _pair(one: Piece, two: Piece) -> bool:
    weekday = one if one.weekday is not None else two
    other = two if weekday is one else one
    if weekday.weekday is None:
        tonight = {one.rule, two.rule} & {"tonight", "this-part"}
        return bool(tonight) and one.day == two.day
    return bool(
        other.monthday or other.week or (other.day and other.weekday is None and not other.rule.endswith("offset"))
    )
