"""The day that the parts of a phrase name together."""

from __future__ import annotations

from datetime import date, timedelta

from functions.parse_chat.language import days
from functions.parse_chat.language.calendars import monday, next_monthday, weekday_on
from functions.parse_chat.language.moments.time_of_day import gone
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.wording import spoken_date


def day_of(
    pieces: tuple[Piece, ...], context: Context, clock: Piece | None, part: str
) -> tuple[date | None, tuple[str, ...]]:
    named = next((p for p in pieces if p.weekday is not None), None)
    number = next((p.monthday for p in pieces if p.monthday), None)
    week = next((p for p in pieces if p.week), None)
    day = next((p.day for p in pieces if p.day), None)
    if day:
        if named and named.weekday != day.weekday():
            return None, _mismatch(day, named.weekday or 0)
        return day, ()
    if number:
        today = context.today
        if named and named.weekday is not None:
            return weekday_on(today, named.weekday, number), ()
        found = next_monthday(today, number)
        if found == today and gone(clock, part, context):
            found = next_monthday(today + timedelta(days=1), number)
        return found, ()
    if week and week.week:
        if named and named.weekday is not None:
            return week.week + timedelta(days=named.weekday), ()
        if week.which == "this":
            return context.today + timedelta(
                days=(4 - context.today.weekday()) % 7 if context.today.weekday() < 5 else 6 - context.today.weekday()
            ), ()
        return week.week, ()
    return (_weekday(named, context, clock, part), ()) if named else (None, ())


def _mismatch(day: date, weekday: int) -> tuple[str, ...]:
    other = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    return (
        f"{spoken_date(day)} is not the weekday you named. Which day did you mean?",
        spoken_date(day),
        spoken_date(other),
    )


def _weekday(piece: Piece, context: Context, clock: Piece | None, part: str) -> date:
    today, wanted = context.today, piece.weekday or 0
    if piece.which == "next":
        return monday(today) + timedelta(days=7 + wanted)
    if piece.which == "last":
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    if today.weekday() == wanted and (piece.which == "this" or ((clock or part) and not gone(clock, part, context))):
        return today
    return days.upcoming(today, wanted)
