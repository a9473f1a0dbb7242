"""Where words stand in a clause."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause


def words_of(c: Clause) -> list[str]:
    return [t.word for t in c.s.tokens]


def last_of(c: Clause, words: frozenset[str] | set[str], start: int) -> int | None:
    return next((n for n in range(len(c) - 1, start - 1, -1) if c.word(n) in words), None)


def first_of(c: Clause, words: frozenset[str] | set[str], start: int) -> int | None:
    return next((n for n in range(start, len(c)) if c.word(n) in words), None)


def before_from(c: Clause, start: int, to: int) -> int:
    n = next((n for n in range(to - 1, start, -1) if c.word(n) == "from"), None)
    return n if n is not None and n > start else to
