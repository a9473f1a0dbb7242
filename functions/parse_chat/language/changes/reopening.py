"""Such as "mark X as not done"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import last_of
from functions.parse_chat.language.clause import Clause


def reopened(c: Clause) -> Change:
    found = last_of(c, {"as", "not", "incomplete", "undone", "unfinished"}, 1)
    n = found if found is not None else len(c)
    n = n - 1 if c.word(n) == "not" and c.word(n - 1) == "as" else n
    return Change(c, 1, n, 0, 1, "status", "reopen", 0.9)
