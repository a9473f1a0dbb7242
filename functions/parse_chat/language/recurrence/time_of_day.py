"""The time of day of a repetition: "at 8", and the second time that cannot be kept."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moment
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.tokens import Sentence


def time_of_day(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    at = moment(s, i, context) if found.at is None else _second_time(s, i, context)
    if at is None or at.has_day or not at.has_time:
        return None
    if found.at is not None:
        return replace(found, end=at.end, out_of_scope="several times a day", offer="one time of day")
    return replace(found, at=at, end=at.end)


def _second_time(s: Sentence, i: int, context: Context) -> Moment | None:
    """A further time after "," or "and": "at 10, 12 and 17"."""
    if s.word(i) not in {",", "and", "&"}:
        return None
    j = i + 2 if s.word(i + 1) in {"and", "at"} else i + 1
    at = moment(s, j, context)
    number = cardinal(s, j)
    if at is None and number and number[0] <= 24 and s.word(number[1]) in {"", "and", ","}:
        return Moment(i, number[1], "clock-bare", has_time=True)
    return at
