"""The parts of a phrase: which one stands at a token, and which go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from functions.parse_chat.language import clocks, days
from functions.parse_chat.language.calendars import weekday_on
from functions.parse_chat.language.dates.holidays import holiday
from functions.parse_chat.language.dates.iso import iso
from functions.parse_chat.language.dates.month_day import day_month, day_span, month_day
from functions.parse_chat.language.dates.monthday import monthday
from functions.parse_chat.language.dates.months import month_only, nth_of_month
from functions.parse_chat.language.dates.numeric import numeric
from functions.parse_chat.language.days import upcoming
from functions.parse_chat.language.moments.following import closed
from functions.parse_chat.language.moments.needs import allowed
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.wording import spoken_date

_RULES: tuple[Callable[[Sentence, int, Context], Piece | None], ...] = (
    iso,
    days.counted_weekday,
    days.same_time,
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
    if prefer_day and day and hour and hour.rule == "clock-bare" and not hour.exact and before and day.needs == "on":
        return _hour_or_day(s, hour, day, before[-1], context)
    for found in (day, hour) if prefer_day and (hour is None or hour.needs) else (hour, day):
        if found and _fits(found, before) and allowed(s, i, found, leads, before, context):
            return found
    return None


_NEAR = timedelta(days=62)
"""Within this time "friday 4" may well be a Friday that is the 4th."""


def _hour_or_day(s: Sentence, hour: Piece, day: Piece, weekday: Piece, context: Context) -> Piece | None:
    """ "sunday 9" is an hour, unless a Sunday the 9th is near: then it is asked. Numbers above 12 are days."""
    if weekday.weekday is None or (day.monthday or 0) > 12:
        return day if closed(s, day.end) else None
    near = weekday_on(context.today, weekday.weekday, day.monthday or 0)
    if not closed(s, day.end):
        return None
    if near is None or near - context.today > _NEAR:
        return replace(hour, needs="")
    other = f"{spoken_date(upcoming(context.today, weekday.weekday))} at {day.monthday}"
    return replace(
        day, problem=f"Is that {spoken_date(near)}, or {other}?", options=(spoken_date(near), other), monthday=None
    )


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
