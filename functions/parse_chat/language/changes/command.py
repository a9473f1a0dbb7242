"""Which form of change a clause has."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.due import dated, made_due
from functions.parse_chat.language.changes.fields import field_at, of_field
from functions.parse_chat.language.changes.grading import graded
from functions.parse_chat.language.changes.moves import moved
from functions.parse_chat.language.changes.positions import last_of, words_of
from functions.parse_chat.language.changes.renaming import renamed
from functions.parse_chat.language.changes.reopening import reopened
from functions.parse_chat.language.changes.replacement import changed
from functions.parse_chat.language.changes.shifts import made_earlier, shifted_by_words
from functions.parse_chat.language.changes.statements import stated
from functions.parse_chat.language.changes.tagging import appended, tagged
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, IT, past_words
from functions.parse_chat.language.vocabulary import vocabulary

_CHANGE = vocabulary("change update edit modify alter adjust amend switch correct fix revise")
_MOVE = vocabulary(
    "move reschedule postpone push shift delay defer bump bring put prepone advance swap drag slide relocate"
    " set extend pull resched snooze"
)


def change(c: Clause) -> Change | None:
    """The change, or None when the clause asks for something else."""
    first = c.word(0)
    if first == "rename":
        return renamed(c, 1)
    if c.has(0, "make", "a", "change", "to") or c.has(0, "make", "some", "changes", "to"):
        return Change(c, 4, len(c), len(c), len(c), "", "make-a-change", 0.85)
    if first == "replace" and last_of(c, {"with", "for"}, 2):
        n = last_of(c, {"with"}, 2)
        return Change(c, 1, n, n + 1, len(c), "title", "replace", 0.85) if n and n < len(c) - 1 else None
    if first in _CHANGE:
        return changed(c)
    if first == "set" and c.word(1) == "priority" and c.word(3) in {"for", "of", "on"}:
        return Change(c, 4, len(c), 2, 3, "priority", "set-priority", 0.9)
    if (
        first == "set"
        and c.word(1) in {"a", "the"}
        and c.word(2) == "new"
        and c.word(3) not in _NEW_THINGS
        and field_at(c, 3)
    ):
        return of_field(replace(c, s=replace(c.s, tokens=c.s.tokens[2:])), 1)
    if first in {"add", "set", "put"} and (found := dated(c)):
        return found
    if first in {"make", "set", "mark", "give", "flag", "label"}:
        found = (
            graded(c)
            or made_earlier(c)
            or (of_field(c, 1) if first == "set" and not _new_thing(c) else None)
            or made_due(c)
        )
        if found:
            return found
    if first in {"prioritize", "prioritise", "deprioritize", "deprioritise"}:
        return Change(c, 1, len(c), 0, 1, "priority", first, 0.85)
    if first in {"raise", "lower", "increase", "decrease"} and "priority" in words_of(c):
        return of_field(c, 1)
    if first in {"tag", "untag", "label", "categorize"}:
        return tagged(c)
    if first in {"add", "attach", "append", "remove"}:
        return appended(c)
    if first in {"reopen", "uncomplete", "unmark", "uncheck", "untick"}:
        return Change(c, 1, len(c), 0, 1, "status", "reopen", 0.88)
    if (first in {"mark", "set"} and "not" in words_of(c)) or (
        first == "mark" and set(words_of(c)) & {"incomplete", "undone", "unfinished"}
    ):
        return reopened(c)
    if first == "repeat" and len(c) > 1 and c.word(1) in IT | {"the"} and "every" in words_of(c):
        return Change(c, 1, 2, 2, len(c), "recurrence", "repeat", 0.8)
    if first in {"start", "begin", "set"} and c.word(1) in {"my", "the"} and (sooner := shifted_by_words(c)):
        return sooner
    if first in _MOVE:
        return moved(c)
    return stated(c)


_NEW_THINGS = vocabulary("reminder reminders note notes alarm task todo alert")
_NEWNESS = vocabulary("new up another recurring repeating daily weekly monthly")


def _new_thing(c: Clause) -> bool:
    """Such as "set a reminder for X" makes something new."""
    named = c.word(past_words(c, 1, ARTICLES | _NEWNESS))
    return named in _NEW_THINGS and c.word(1) not in {"my", "the"}
