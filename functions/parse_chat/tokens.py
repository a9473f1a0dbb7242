"""Words with their places: the only view the grammar has of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 2_000
"""Characters of a message that are read for meaning; what follows is kept as text only."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark; `start` and `end` are offsets into the message, `index` its place in the whole message."""

    word: str
    start: int
    end: int
    glued: bool
    number: int | None
    index: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message and its tokens; out-of-range places read as empty words."""

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, i: int) -> str:
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def number(self, i: int) -> int | None:
        return self.tokens[i].number if 0 <= i < len(self.tokens) else None

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before it without a space."""
        return 0 < i < len(self.tokens) and self.tokens[i].glued

    def inside_word(self, i: int) -> bool:
        """Whether token i goes on with a word or number that began before it ("a5", "10th")."""
        return self.glued(i) and self.word(i).isalnum() and self.word(i - 1).isalnum()

    def has(self, i: int, *words: str) -> bool:
        return all(self.word(i + n) == word for n, word in enumerate(words))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets of the tokens start..end (exclusive)."""
        if start >= end or start >= len(self.tokens):
            return (0, 0)
        return (self.tokens[start].start, self.tokens[min(end, len(self.tokens)) - 1].end)

    def cut(self, start: int, end: int) -> str:
        """The user's own characters from token start to token end (exclusive)."""
        first, last = self.span(start, end)
        return self.text[first:last]

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.text[self.tokens[i].start].isupper()


@lru_cache(maxsize=64)
def sentence(text: str) -> Sentence:
    """Split a message into tokens, in time linear in its length."""
    tokens: list[Token] = []
    last = -1
    for found in _TOKEN.finditer(text[:LIMIT]):
        raw = found.group()
        number = int(raw) if raw.isdecimal() and len(raw) <= 9 else None
        tokens.append(
            Token(
                raw.lower().replace("\u2019", "'"),
                found.start(),
                found.end(),
                found.start() == last,
                number,
                len(tokens),
            )
        )
        last = found.end()
    return Sentence(text, tuple(tokens))
