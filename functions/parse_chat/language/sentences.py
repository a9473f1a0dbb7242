"""Where a message divides: sentences, lines, and the quoted parts that are taken word for word."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import MONTHS, WEEKDAYS
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_ABBREVIATIONS = vocabulary("mr mrs ms dr st vs etc no jr sr prof dept e g i a p m am pm inc co ltd approx ext")
_OPEN = {'"': '"', "“": "”", "«": "»", "‘": "’", "'": "'", "`": "`"}


def quotes(s: Sentence) -> list[tuple[int, int]]:
    """Token ranges of quoted parts, marks included; an apostrophe opens one only before a word, after a space."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(s):
        close = _OPEN.get(s.word(i))
        single = s.word(i) in {"'", "‘"} and (s.glued(i) or not s.glued(i + 1))
        end = None if close is None or single else _closing(s, i, close)
        if end is not None:
            found.append((i, end + 1))
            i = end
        i += 1
    return found


def _closing(s: Sentence, i: int, close: str) -> int | None:
    for n in range(i + 2, len(s)):
        if s.word(n) == close and not (close == "'" and s.glued(n + 1) and s.word(n + 1).isalnum()):
            return n
    return None


def sentences(s: Sentence) -> list[tuple[int, int]]:
    """Token ranges; a full stop after an abbreviation, inside quotes or inside a number divides nothing."""
    quoted = {n for a, b in quotes(s) for n in range(a, b)}
    found: list[tuple[int, int]] = []
    start = 0
    for i in range(len(s)):
        if i not in quoted and _ends(s, i):
            if i + 1 > start:
                found.append((start, i + 1))
            start = i + 1
        elif i > start and "\n" in s.text[s.tokens[i - 1].end : s.tokens[i].start]:
            found.append((start, i))
            start = i
    if start < len(s):
        found.append((start, len(s)))
    return found


def _ends(s: Sentence, i: int) -> bool:
    mark = s.word(i)
    if mark not in {".", "!", "?", ";"} or (
        s.glued(i + 1) and i + 1 < len(s) and s.word(i + 1) not in {'"', "”", ")", "'"}
    ):
        return False
    if mark == "!" and (s.glued(i + 1) or not s.glued(i)):
        return False
    before = s.word(i - 1)
    return mark != "." or not (
        before in _ABBREVIATIONS or (before in MONTHS and len(before) <= 4) or (before in WEEKDAYS and len(before) <= 5)
    )
