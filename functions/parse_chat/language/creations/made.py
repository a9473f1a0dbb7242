"""A creating command, its object cut free of the list that it is put on."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.vocabulary import vocabulary

_PLACED = vocabulary("added put placed written included noted listed entered stuck inserted")
_BEFORE_PLACED = vocabulary("be to get is are being")


def made(c: Clause, start: int, end: int, confidence: float, rule: str, kind: str = "") -> Command:
    """The command with its object in tokens start..end; "milk put on my list" is milk."""
    listed = c.list_phrase
    if listed and listed.end <= len(c) and start <= listed.start < end:
        cut = min(listed.end, end)
        c, end = without(c, listed.start, cut), end - (cut - listed.start)
        if end == listed.start:
            end = unplaced(c, start, end)
    return Command("create", confidence, rule, c, min(start, end), end, kind)


def unplaced(c: Clause, start: int, end: int) -> int:
    """The end of the object without "(to be) added"."""
    if end - start > 1 and c.word(end - 1) in _PLACED:
        end -= 1
        while end - start > 1 and c.word(end - 1) in _BEFORE_PLACED:
            end -= 1
    return end
