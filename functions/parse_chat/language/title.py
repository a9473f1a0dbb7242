"""The title: what remains of the user's words, cut verbatim from the message."""

from __future__ import annotations

from collections.abc import Iterable

from functions.parse_chat.language.tokens import LIMIT, Sentence
from functions.parse_chat.language.vocabulary import vocabulary

LONGEST = 500
"""Characters a title may have; the whole of a longer text goes to the description."""

_FRONT = vocabulary(
    "to for about that of : - , . called named titled entitled and which saying says regarding ; – — is due at"
    " by = ! ? / then please so it's reminding me as called: labeled labelled > i with"
)
_BACK = vocabulary(", . ; : - – — ! ? and /")
_DANGLING = vocabulary(
    "at on by for in to and due starting from the a around until before with is as of this next please set"
    " sometime that about which every"
)


def title(s: Sentence, indexes: Iterable[int], masked: frozenset[int]) -> str | None:
    """Join the unmasked tokens of `indexes`; each run is a substring of the message. None when nothing is left."""
    kept = sorted(set(indexes) - masked)
    kept = _front(s, kept, masked)
    kept = _back(s, kept, masked)
    kept = _unquoted(s, kept)
    if not any(
        s.word(n).isalnum() or not s.word(n).isascii() or s.word(n).replace("'", "").isalnum() for n in kept
    ) and not _marks_only(s, kept):
        return None
    return _runs(s, kept) or None


def _marks_only(s: Sentence, kept: list[int]) -> bool:
    return len(kept) >= 1 and len(kept) == len(s) and bool(kept)


_FRONT_WORDS = vocabulary("i me is so as with at by ! then")


def _front(s: Sentence, kept: list[int], masked: frozenset[int]) -> list[int]:
    for _ in range(6):
        if len(kept) < 1 or s.word(kept[0]) not in _FRONT:
            return kept
        word = s.word(kept[0])
        if word in _FRONT_WORDS and not (kept[0] - 1 in masked and word not in {"i", "me"}):
            if not (
                word == "i"
                and len(kept) > 3
                and [s.word(n) for n in kept[1:3]] in (["need", "to"], ["have", "to"], ["must", "to"])
            ):
                return kept
            kept = kept[2:]
        if (
            word == "that"
            and len(kept) > 4
            and [s.word(n) for n in kept[1:4]] in (["i", "need", "to"], ["i", "have", "to"])
        ):
            kept = kept[3:]
        kept = kept[1:]
    return kept


def _back(s: Sentence, kept: list[int], masked: frozenset[int]) -> list[int]:
    while kept:
        word, last = s.word(kept[-1]), kept[-1]
        dangling = last + 1 in masked and word in _DANGLING and not s.inside_word(last)
        if not (dangling or (word in _BACK and len(kept) > 1)):
            return kept
        if word in {"!", "?"} and not dangling and last + 1 not in masked:
            return kept
        kept = kept[:-1]
    return kept


def _unquoted(s: Sentence, kept: list[int]) -> list[int]:
    """Marks around the whole title go; marks inside it stay."""
    pairs = {'"': '"', "“": "”", "«": "»", "'": "'", "‘": "’", "`": "`"}
    if (
        len(kept) > 2
        and pairs.get(s.word(kept[0])) == s.word(kept[-1])
        and sum(s.word(n) == s.word(kept[-1]) for n in kept) <= 2
    ):
        return kept[1:-1]
    return kept


def _runs(s: Sentence, kept: list[int]) -> str:
    parts: list[str] = []
    start = 0
    for n in range(1, len(kept) + 1):
        if n == len(kept) or kept[n] != kept[n - 1] + 1:
            parts.append(_cut(s, kept[start], kept[n - 1]))
            start = n
    return " ".join(part for part in parts if part).strip()


def _cut(s: Sentence, first: int, last: int) -> str:
    end = len(s.text) if last == len(s) - 1 and len(s.text) > LIMIT else s.tokens[last].end
    return s.text[s.tokens[first].start : end].strip()


def shortened(text: str) -> str:
    """A title within the limit, cut at a space where there is one."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    return (cut.rsplit(None, 1)[0] if " " in cut[LONGEST // 2 :] else cut).rstrip()
