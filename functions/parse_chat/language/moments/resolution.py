"""From the parts of a phrase to one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from functions.parse_chat.language.moments.day import day_of
from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.moments.time_of_day import time_of_day
from functions.parse_chat.language.pieces import Context, Piece

_PART_END = {
    "morning": time(12),
    "afternoon": time(18),
    "evening": time(22),
    "tonight": time(23, 59),
    "night": time(23, 59),
}


def resolve(pieces: tuple[Piece, ...], context: Context, start: int, end: int, lead: str) -> Moment:
    """Put the parts together; the conventions for hours and weekdays are those of the product."""
    base = Moment(start, end, "+".join(p.rule for p in pieces), lead=lead, pieces=pieces)
    problem = next((p for p in pieces if p.problem), None)
    clock = next((p for p in pieces if p.clock), None)
    part = next((p.part for p in pieces if p.part), "")
    vague = any(p.vague for p in pieces)
    base = replace(base, has_day=any(p.dated for p in pieces), has_time=bool(clock or part), vague=vague)
    if problem:
        return replace(base, problem=problem.problem, options=problem.options)
    instant = next((p.instant for p in pieces if p.instant), None)
    if instant:
        return replace(base, due=instant.replace(microsecond=0), named=instant.replace(microsecond=0), has_time=True)
    day, question = day_of(pieces, context, clock, part)
    if question:
        return replace(base, problem=question[0], options=question[1:])
    named = _timed(day, clock, part, context)
    if named is None:
        return replace(base, problem="That is further away than I can count. Which day did you mean?")
    past = named < context.now if isinstance(named, datetime) else named < context.today
    return replace(base, due=None if past else named, past=past, named=named)


def _timed(day: date | None, clock: Piece | None, part: str, context: Context) -> Due | None:
    today = context.today
    at = time_of_day(clock, part, context.now.time() if day in {None, today} else None)
    if at is None:
        return day
    try:
        if day is None:
            return _next_at(at, part, context)
        if (
            (part == "midnight" and clock is None)
            or (at.hour < 5 and part in {"night", "tonight"})
            or (clock and clock.rule == "midnight")
        ):
            return datetime.combine(day + timedelta(days=1), at)
        if day == today and clock is None and at <= context.now.time() < _PART_END.get(part, time(0)):
            return datetime.combine(day, _PART_END[part])
        return datetime.combine(day, at)
    except OverflowError:
        return None


def _next_at(at: time, part: str, context: Context) -> datetime:
    first = datetime.combine(context.today, at)
    if at.hour == 0 and part == "midnight":
        return first + timedelta(days=1)
    if first > context.now:
        return first
    return datetime.combine(context.today + timedelta(days=1), at)
