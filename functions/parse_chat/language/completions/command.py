"""Which form of completing a clause has."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command, place, whole
from functions.parse_chat.language.completions.announced import announced
from functions.parse_chat.language.completions.finished import finished
from functions.parse_chat.language.completions.marked import marked
from functions.parse_chat.language.deadlines import has_deadline


def completion(c: Clause) -> Command | None:
    """The command, or None when the clause does not finish anything."""
    first = c.word(0)
    found = marked(c)
    if found:
        return found
    if first in {"complete", "completed"}:
        if first == "complete" and has_deadline(c):
            return None
        return finished(c, 2 if c.word(1) in {"off", "with", ":"} else 1, len(c), 0.93, "complete")
    if first == "finish" and whole(c, 1, len(c)):
        return finished(c, 1, len(c), 0.8, "finish-all")
    if first in {"finish", "close", "check"} and place(c, 1, len(c)) is not None:
        return finished(c, 1, len(c), 0.8, "finish-place")
    return announced(c)
