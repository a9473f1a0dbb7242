"""Such as "make X high priority", "mark X as urgent"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.vocabulary import vocabulary

_NEW_THINGS = vocabulary("reminder task todo new note event item recurring repeating")


def graded(c: Clause) -> Change | None:
    """Such as "make X high priority", "set X to low priority", "mark X as urgent", "set the priority of X to high"."""
    if (
        c.word(1) in {"a", "an", "the"}
        and c.word(0) in {"make", "set", "give"}
        and c.word(2) in _NEW_THINGS
        and c.word(0) != "give"
    ):
        return None
    for n in range(len(c) - 1, 1, -1):
        level = level_at(c.s, n)
        if level and level[1] >= len(c):
            at = n - 1 if c.word(n - 1) in {"a", "an", "the"} else n
            linked = c.word(at - 1) in {"as", "to", "is", ":"}
            wordy = any("priority" in c.word(k) for k in range(n, len(c))) or c.word(n) == "!"
            if (not (linked or wordy) and c.word(n) not in {"urgent", "important"}) or at - 1 < 1:
                continue
            end = at - 1 if linked else at
            end = end - 1 if c.word(end - 1) == "priority" else end
            return Change(c, 1, end, n, len(c), "priority", "grade", 0.94 if end > 1 else 0.85)
    return None
