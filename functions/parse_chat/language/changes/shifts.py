"""Such as "push X back an hour", "make it 10 minutes earlier"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.lexicon import UNITS
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.vocabulary import vocabulary

_BEFORE_LENGTH = vocabulary("by back forward up another out ahead start to begin about down for earlier later sooner")
_DIRECTIONS = vocabulary("by back forward up earlier later sooner out ahead another down")


def shifted(c: Clause, start: int) -> Change | None:
    """A length of time at the end: "by 10 minutes", "back an hour", "two hours earlier", "forward a day"."""
    length = _length_at_end(c, start)
    if length is None:
        return None
    at, end, direction = length
    cut = at
    while cut > start and c.word(cut - 1) in _BEFORE_LENGTH:
        cut -= 1
    words = {c.word(n) for n in range(cut, at)} | ({c.word(1)} if start == 2 else set()) | {direction}
    if not words & _DIRECTIONS and c.word(0) not in {"delay", "postpone", "extend", "snooze", "defer"}:
        return None
    earlier = (
        bool(words & {"earlier", "sooner", "up"})
        or (("forward" in words or "ahead" in words) and c.word(0) in {"bring", "pull"})
        or c.word(0) in {"prepone", "advance"}
    )
    return Change(c, start, cut, at, end, "due_at", f"{c.word(0)}-shift", 0.93, shift="earlier" if earlier else "later")


_AFTER_LENGTH = vocabulary("earlier later sooner back forward up ahead out")


def _length_at_end(c: Clause, start: int) -> tuple[int, int, str] | None:
    end = len(c)
    direction = c.word(end - 1) if c.word(end - 1) in _AFTER_LENGTH else ""
    end = end - 1 if direction else end
    end = end - 1 if c.word(end - 1) == "or" else end
    if UNITS.get(c.word(end - 1)) is None:
        return None
    for n in range(max(start, end - 7), end):
        if c.word(n) in {"a", "an", "half", "one", "another"} or cardinal(c.s, n):
            if c.word(n - 1) in {".", "and"} or (c.word(n) in {"a", "an"} and c.word(n - 1) == "half"):
                continue
            return n, end, direction
    return None


def made_earlier(c: Clause) -> Change | None:
    """Such as "make it an hour earlier", "make the meeting to start 40 minutes earlier", "change it to start 10 minutes earlier"."""
    if c.word(len(c) - 1) not in {"earlier", "later", "sooner"}:
        return None
    return shifted(c, 1)


def shifted_by_words(c: Clause) -> Change | None:
    """Such as "start my meeting 30 minutes later", "set the call earlier by 15 minutes"."""
    told = {c.word(n) for n in range(2, len(c))} & {"earlier", "later", "sooner"}
    return shifted(c, 1) if told else None
