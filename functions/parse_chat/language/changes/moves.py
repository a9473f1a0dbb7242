"""Such as "move X to friday", "postpone X until V", "put X off"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import before_from, last_of, words_of
from functions.parse_chat.language.changes.shifts import shifted
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import EVENT_NOUNS, IT, TASK_NOUNS
from functions.parse_chat.language.lexicon import MONTHS, TODAY, TOMORROW, TONIGHT, WEEKDAYS
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.vocabulary import vocabulary

_UNTIL = vocabulary("to until till til into")
_OTHER_MEANINGS = vocabulary("put set bring extend pull advance drag slide")


def moved(c: Clause) -> Change | None:
    """Such as "move X to V", "push X back by D", "postpone X until V", "bring X forward an hour", "reschedule X"."""
    if c.word(0) == "set":
        return _set_for(c)
    aside = c.word(1) in {"back", "up", "forward", "off", "out"} and c.word(2) not in {"to", "by", "until"}
    start = 2 if aside else 1
    by_length = shifted(c, start)
    if by_length:
        return by_length
    n = last_of(
        c, _UNTIL | {"for"} if c.word(0) in {"reschedule", "postpone", "defer", "delay", "snooze"} else _UNTIL, start
    )
    return _moved_to(c, start, n) if n is not None and n < len(c) - 1 else _moved_somewhere(c, start)


def _set_for(c: Clause) -> Change | None:
    """Such as "set the meeting for friday"."""
    n = last_of(c, {"for", "to"}, 3)
    timely = n and c.word(1) in {"the", "my"} and _timely(c, n + 1)
    return Change(c, 1, n, n + 1, len(c), "due_at", "set-for", 0.8) if n and timely else None


def _moved_to(c: Clause, start: int, to: int) -> Change | None:
    """Such as "move X to friday"; verbs that mean other things too need more to be sure."""
    first = c.word(0)
    confidence = 0.94
    if first in _OTHER_MEANINGS and first != "bring":
        if first in {"set", "put"} and c.word(start) not in IT and not _off(c):
            return None
        confidence = 0.8
    field = "priority" if _is_level(c, to + 1) else "due_at"
    return Change(c, start, _object_end(c, start, to), to + 1, len(c), field, f"{first}-to", confidence)


def _is_level(c: Clause, i: int) -> bool:
    """Such as "bump X to high", "move X to low priority"."""
    level = level_at(c.s, i)
    return level is not None and level[1] == len(c)


def _moved_somewhere(c: Clause, start: int) -> Change | None:
    """Such as "reschedule X", "put off X": without the new time."""
    first = c.word(0)
    if first in {"reschedule", "postpone", "delay", "defer", "resched", "prepone"}:
        if c.word(start) == "to":
            return Change(c, start, start, start + 1, len(c), "due_at", f"{first}-to", 0.85)
        by = last_of(c, {"by"}, start)
        return Change(c, start, by or len(c), len(c), len(c), "due_at", f"{first}-what", 0.88)
    if first == "put" and c.word(1) == "off" and len(c) > 2:
        return Change(c, 2, len(c), len(c), len(c), "due_at", "put-off", 0.7)
    if (
        first in {"move", "shift", "push", "bump"}
        and len(c) > 1
        and (c.word(1) in IT or set(words_of(c)) & (EVENT_NOUNS | TASK_NOUNS - {"thing", "things"}))
    ):
        return Change(c, start, len(c), len(c), len(c), "due_at", f"{first}-what", 0.75)
    return None


def _timely(c: Clause, i: int) -> bool:
    word = c.word(i)
    return (
        word in WEEKDAYS
        or word in MONTHS
        or word in TODAY | TOMORROW | TONIGHT | {"noon", "midnight", "next", "this", "at", "the"}
        or c.s.number(i) is not None
    )


def _off(c: Clause) -> bool:
    return c.word(1) == "off" or "off" in words_of(c)


def _object_end(c: Clause, start: int, to: int) -> int:
    end = before_from(c, start, to)
    while end > start + 1 and c.word(end - 1) in {"back", "forward", "up", "out", "off", "over"}:
        end -= 1
    return end
