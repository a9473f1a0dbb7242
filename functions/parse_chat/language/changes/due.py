"""Such as "make X due friday", "set it for tomorrow"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import first_of, last_of
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import IT
from functions.parse_chat.language.vocabulary import phrases, vocabulary


def made_due(c: Clause) -> Change | None:
    """Such as "make X due friday", "set X due for monday at 5", "set X for tomorrow"."""
    if c.word(0) == "give":
        return _given(c)
    n = first_of(c, {"due"}, 2)
    if c.word(0) in {"make", "set", "mark"} and n is not None and n < len(c) - 1 and c.word(1) not in {"a", "an"}:
        end = n - 1 if c.word(n - 1) in {"be", "as", "to"} else n
        return Change(c, 1, end, n + 1, len(c), "due_at", "make-due", 0.9)
    if c.word(0) in {"make", "set"} and (c.word(1) in IT or c.word(1) == "the") and len(c) > 2 and c.word(1) in IT:
        value = 3 if c.word(2) in {"to", "for", "at", "on", "be"} else 2
        return Change(c, 1, 2, value, len(c), "", "make-it", 0.85)
    if c.word(0) == "make" and first_of(c, {"repeat", "recurring", "recur"}, 2):
        at = first_of(c, {"repeat", "recurring", "recur"}, 2) or 2
        return Change(c, 1, at, at + 1, len(c), "recurrence", "make-repeat", 0.85)
    return None


def dated(c: Clause) -> Change | None:
    """Such as "add a due date to X: friday", "set a deadline of friday for X"; without the date it is asked for."""
    n = next((len(noun) for noun in _NEW_DATES if c.has(1, *noun)), 0) + 1
    if n == 1:
        return None
    if c.word(n) == "of":
        to = last_of(c, _FOR, n + 2)
        return Change(c, to + 1, len(c), n + 1, to, "due_at", "add-due", 0.9) if to and to < len(c) - 1 else None
    if c.word(n) not in _FOR:
        return None
    mark = first_of(c, {":"}, n + 2) or last_of(c, {"of", "for"}, n + 2) or len(c)
    return Change(c, n + 1, mark, min(mark + 1, len(c)), len(c), "due_at", "add-due", 0.9)


_NEW_DATES = phrases("a due date; a due time; a deadline")
_FOR = vocabulary("to for on")


def _given(c: Clause) -> Change | None:
    """Such as "give X a due date of monday", "give X a deadline of the 3rd"."""
    n = next((n for n in range(2, len(c) - 3) if c.word(n) == "a" and c.word(n + 1) in {"due", "deadline"}), None)
    of = first_of(c, {"of"}, n) if n else None
    if n is None or of not in {n + 2, n + 3} or of >= len(c) - 1:
        return None
    return Change(c, 1, n, of + 1, len(c), "due_at", "give-due", 0.88)
