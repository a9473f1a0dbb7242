"""What one part of a date-time phrase says, before the parts are put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Which = Literal["", "this", "next", "last"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where the reader stands: local time without zone, and the order of "12/03" (None: unknown)."""

    now: datetime
    month_first: bool | None = None

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part such as "tuesday", "the 18th", "at 5", "in 2 hours"; only the fields it states are set.

    `needs` names what must stand beside it before it counts: "preposition", "neighbour" or nothing.
    """

    end: int
    rule: str
    day: date | None = None
    weekday: int | None = None
    which: Which = ""
    monthday: int | None = None
    week: date | None = None
    clock: time | None = None
    exact: bool = False
    part: str = ""
    instant: datetime | None = None
    problem: str = ""
    options: tuple[str, ...] = ()
    needs: str = ""
    vague: bool = False

    @property
    def dated(self) -> bool:
        return bool(self.day or self.weekday is not None or self.monthday or self.week or self.instant or self.problem)
