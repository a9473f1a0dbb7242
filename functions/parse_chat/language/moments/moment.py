"""A date-time phrase and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from functions.parse_chat.language.pieces import Piece

Due = date | datetime
"""A bare date (all day) or a local date-time without zone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A phrase, tokens start..end, and what it means; `due` is None when it is past or a question is needed."""

    start: int
    end: int
    rule: str
    due: Due | None = None
    lead: str = ""
    has_day: bool = False
    has_time: bool = False
    past: bool = False
    problem: str = ""
    options: tuple[str, ...] = ()
    vague: bool = False
    pieces: tuple[Piece, ...] = ()
    named: Due | None = None
