"""Words with their places: the only view the grammar has of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 1_000
"""Characters of a message that are read for meaning; what follows is kept as text only."""

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|_")
_PART = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")
_TIMELY = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|a|p|ish|x|h|hr|hrs|hours?|m|min|mins|minutes?|s|sec|secs|d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?"
    r"|moro|morrow|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\d+|p\d|\d+h\d+(?:m|mins?)?|\d\dt\d\d|t\d{1,2}",
    re.IGNORECASE,
)
"""Letters and digits run together that speak of time ("3pm", "20feb", "19h00"); all others ("w8d2") are one word."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark; `start` and `end` are offsets into the message, `index` its place in the whole message.

    A joined token ("to do" as "todo") stands for `width` tokens of the message.
    """

    word: str
    start: int
    end: int
    glued: bool
    number: int | None
    index: int = 0
    width: int = 1


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

    def indexes(self, start: int, end: int) -> list[int]:
        """Places in the whole message of the tokens start..end (exclusive)."""
        return [n for t in self.tokens[start:end] for n in range(t.index, t.index + t.width)]

    def capital(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.text[self.tokens[i].start].isupper()


@lru_cache(maxsize=64)
def sentence(text: str) -> Sentence:
    """Split a message into tokens, in time linear in its length."""
    tokens: list[Token] = []
    last = -1
    for start, end in _pieces(text[:LIMIT]):
        raw = text[start:end]
        number = int(raw) if raw.isdecimal() and len(raw) <= 9 else None
        tokens.append(Token(raw.lower().replace("\u2019", "'"), start, end, start == last, number, len(tokens)))
        last = end
    return Sentence(text, tuple(tokens))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for found in _TOKEN.finditer(text):
        raw = found.group()
        mixed = not (raw.isdecimal() or raw.isalpha()) and any(c.isdecimal() for c in raw)
        if mixed and _TIMELY.fullmatch(raw):
            yield from ((found.start() + part.start(), found.start() + part.end()) for part in _PART.finditer(raw))
        else:
            yield found.span()
