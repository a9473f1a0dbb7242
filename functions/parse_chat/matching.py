"""Which of the user's tasks a few title words mean. Exact first, then looser; never a guess between several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from functions.parse_chat.language.vocabulary import vocabulary

TaskJson = dict[str, Any]
_IGNORED = vocabulary("a an the my our your his her their to please task reminder")


@dataclass(frozen=True, slots=True)
class Match:
    """`found` fit the words; `near` only resemble them and are offered, never chosen."""

    found: tuple[TaskJson, ...] = ()
    near: tuple[TaskJson, ...] = ()


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words without articles, possessives and marks; all words when nothing else is left."""
    plain = "".join(
        c if c.isalnum() else " "
        for c in text.casefold().replace("'s", "").replace("’s", "").replace("'", "").replace("’", "")
    ).split()
    return tuple(w for w in plain if w not in _IGNORED) or tuple(plain) or (text.strip().casefold(),)


def match(names: Sequence[str], tasks: Sequence[TaskJson]) -> Match:
    """Try each name in turn (the fullest first): same words, then the same beginning, then all words within the title."""
    for name in names:
        wanted = words(name)
        for rule in (_same, _begins, _within):
            found = tuple(task for task in tasks if rule(wanted, words(str(task["title"]))))
            if found:
                exact = tuple(t for t in found if str(t["title"]).strip() == name.strip())
                return Match(exact if len(exact) == 1 else found)
    return Match(near=_near(names, tasks))


def _same(wanted: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return wanted == title


def _begins(wanted: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return title[: len(wanted)] == wanted


def _within(wanted: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return set(wanted) <= set(title)


def _near(names: Sequence[str], tasks: Sequence[TaskJson]) -> tuple[TaskJson, ...]:
    """Up to five tasks that share a telling word or differ by a slip of the finger, the most alike first."""
    wanted = {w for name in names for w in words(name)}
    scored = []
    for task in tasks:
        title = set(words(str(task["title"])))
        shared = sum(1 for w in wanted if len(w) > 2 and any(w == t or slip(w, t) for t in title))
        if shared:
            scored.append((shared / max(len(wanted), len(title)), task))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(task for score, task in scored if score >= 0.25)[:5]


def slip(one: str, two: str) -> bool:
    """Whether two words of four letters or more differ by one letter added, lost, changed or swapped with its neighbour."""
    if min(len(one), len(two)) < 4 or abs(len(one) - len(two)) > 1 or one == two:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[start:], two[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
