"""Such as "add X", "put X on my list", "jot down X", "to my list add X", "my list needs X"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.creations.made import made
from functions.parse_chat.language.lists import named_list
from functions.parse_chat.language.vocabulary import vocabulary

_ADD = vocabulary(
    "add insert include append jot note log record enter stick throw pop place toss chuck list write put save"
    " mark get tack slot register post file"
)
_ADD_LISTED = _ADD | vocabulary("have keep want need make create set take buy pick grab order drop")
_ONTO = vocabulary("to on onto in into under at for")
_LOOKED_AT = vocabulary(
    "my all the everything what me out items item things thing tasks task todos reminders content contents stuff entries each"
    " every anything something those these them it whatever any"
)
_FOREIGN = vocabulary("playlist playlists favorites favourites queue contacts cart basket")


def added(c: Clause) -> Command | None:
    """The command with what is added as its object."""
    first, listed = c.word(0), c.list_phrase
    if listed and listed.start == 0 and listed.preposition in {"to", "on", "in", "onto", "into", "for"}:
        return _list_first(without(c, 0, listed.end))
    if first == "add" and c.word(len(c) - 1) in _FOREIGN:
        return None
    i = 1
    if first == "to" and c.word(1) in _ADD:
        first, i = c.word(1), 2
    if first == "add":
        return _plainly_added(c, i)
    i = i + 1 if c.word(i) in {"down", "in", "up"} else i
    if first in {"jot", "note", "write", "mark"} and c.word(1) == "down":
        return made(c, 2, len(c), 0.9, "write-down")
    if first in {"have", "need", "want", "is", "make"} and c.word(1) in {"i", "we", "you", "to", "sure"}:
        return None
    if first in _ADD_LISTED and listed and listed.preposition in _ONTO and listed.start >= i:
        if first in {"list", "get", "have", "pick", "grab", "take"} and (c.word(1) in _LOOKED_AT or listed.start == i):
            return None
        return made(c, i, len(c), 0.93 if first in _ADD else 0.85, "put-on-list")
    if first in {"insert", "append", "include", "jot", "log"} or (first == "note" and c.word(1) in {"that", "to", ":"}):
        return made(c, i, len(c), 0.8, first)
    return None


def _plainly_added(c: Clause, i: int) -> Command:
    """Such as "add X", "add: X", "add to shopping list X" (the list not yet taken out)."""
    i = i + 1 if c.word(i) in {":", "in", "on"} and c.word(i + 1) != "" else i
    return made(c, i, len(c), 0.92, "add")


def _list_first(rest: Clause) -> Command | None:
    """What follows "to my list": "(please) add X", "put down X"."""
    i = next((n for n in range(min(4, len(rest))) if rest.word(n) in _ADD | {"create"}), None)
    if i is None:
        return None
    i = i + 1 if rest.word(i + 1) in {"down", "in"} else i
    return made(rest, i + 1, len(rest), 0.93, "list-first-add")


_NEEDING = vocabulary("needs need requires gets wants")
_SHOULD = vocabulary("should must has ought have could can")
_INCLUDE = vocabulary("include contain have say get")


def list_subject(c: Clause) -> Command | None:
    """Such as "my grocery list needs cheese", "my to do list should include X", "shopping list add X", "shopping list: X"."""
    listed = named_list(c.s, 0, 0, "")
    if listed is None or listed.noun not in {"list", "calendar", "schedule", "agenda", "todos"}:
        return None
    rest = without(c, 0, listed.end)
    i = 0
    if rest.word(0) in _SHOULD and rest.word(1) in _INCLUDE | {"to"}:
        i = 3 if rest.word(1) == "to" else 2
    elif rest.word(0) in _NEEDING:
        i = 3 if rest.has(1, "to", "include") or rest.has(1, "to", "have") else 1
    elif rest.word(0) in {"add", ":", "-", "plus"}:
        i = 1
    i = i + 1 if rest.word(i) in {"add", ":"} else i
    if not i or i >= len(rest):
        return None
    end = len(rest) - 2 if rest.word(len(rest) - 2) in {"on", "in"} and rest.word(len(rest) - 1) == "it" else len(rest)
    found = made(rest, i, max(i, end), 0.85, "list-needs")
    return _listed(found, c, listed.name)


def _listed(found: Command, c: Clause, name: str) -> Command:
    """The command with the list that opened the clause, whose words are gone from it."""
    listed = named_list(c.s, 0, 0, "")
    if listed is None or not name:
        return found
    away = replace(listed, start=len(c) + 1, end=len(c) + 1)
    return replace(found, clause=replace(found.clause, list_phrase=away))
