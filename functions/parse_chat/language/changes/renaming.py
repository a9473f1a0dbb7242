"""Such as "rename X to Y"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import last_of
from functions.parse_chat.language.clause import Clause


def renamed(c: Clause, start: int) -> Change:
    n = last_of(c, {"to", "as", "into"}, start + 1)
    if n is None or n == len(c) - 1:
        return Change(c, start, n or len(c), len(c), len(c), "title", "rename")
    return Change(c, start, n, n + 1, len(c), "title", "rename", 0.95)
