"""The time of day that the parts of a phrase name together."""

from __future__ import annotations

from datetime import time

from functions.parse_chat.language import clocks
from functions.parse_chat.language.pieces import Context, Piece


def gone(clock: Piece | None, part: str, context: Context) -> bool:
    """Whether the time of day has passed today."""
    at = time_of_day(clock, part, context.now.time())
    return at is not None and at <= context.now.time()


def time_of_day(clock: Piece | None, part: str, after: time | None) -> time | None:
    """The time of day; `after` is now when the day is today or open, None on another day."""
    if clock is None or clock.clock is None or clock.exact:
        return clocks.part_time(clock, part)
    return clocks.likely_half(clock.clock, part, after)
