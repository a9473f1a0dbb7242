"""Labels of a task: "#home", "tag it work", "tagged as errand", "with tags a and b"."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Tag:
    """Tokens start..end of the sentence; the name as written, without "#"."""

    start: int
    end: int
    name: str


def tags(s: Sentence) -> list[Tag]:
    """All labels in order; "#1" and "issue #42" are numbers, not labels."""
    found: list[Tag] = []
    i = 0
    while i < len(s):
        here = _hash(s, i) or _worded(s, i)
        found += here
        i = here[-1].end if here else i + 1
    return found


def name_end(s: Sentence, i: int) -> int:
    """The token after a name such as "work", "side-project", "q3" that begins at token i."""
    j = i + 1
    while j < len(s) and s.glued(j) and (s.word(j) in {"-", "_"} or s.word(j).isalnum()):
        j += 1
    return j - 1 if s.word(j - 1) == "-" and j - 1 > i else j


def _hash(s: Sentence, i: int) -> list[Tag]:
    if (
        s.word(i) != "#"
        or not s.glued(i + 1)
        or not s.word(i + 1).isalnum()
        or (s.glued(i) and s.word(i - 1).isalnum())
    ):
        return []
    end = name_end(s, i + 1)
    name = s.cut(i + 1, end)
    return [] if name.isdecimal() else [Tag(i, end, name)]


def _worded(s: Sentence, i: int) -> list[Tag]:
    """Such as "tag it (as) work", "tagged work", "with (the) tag work", "with tags home and garden"."""
    j = i + 1 if s.word(i) in {",", "and"} else i
    if s.word(j) == "tag" and s.word(j + 1) in {"it", "this", "that"} and j > 0:
        k = j + 3 if s.word(j + 2) in {"as", "with"} else j + 2
    elif s.word(j) in {"tagged", "labeled", "labelled"} and j > 0:
        k = j + 2 if s.word(j + 1) in {"as", "with"} else j + 1
    elif s.word(j) == "with" and (
        s.word(j + 1) in {"tag", "tags"}
        or (s.word(j + 1) in {"the", "a"} and s.word(j + 2) in {"tag", "tags", "label"})
    ):
        k = j + 2 if s.word(j + 1) in {"tag", "tags"} else j + 3
    elif s.word(j) in {"tag", "tags"} and s.word(j + 1) == ":" and j > 0:
        k = j + 2
    else:
        return []
    return _names(s, i, k)


def _names(s: Sentence, start: int, k: int) -> list[Tag]:
    found: list[Tag] = []
    while k < len(s):
        k = k + 1 if s.word(k) == "#" else k
        if not s.word(k).isalnum():
            break
        end = name_end(s, k)
        found.append(Tag(start, end, s.cut(k, end)))
        start, k = end, end
        if s.word(k) in {",", "and", "&"} and (s.word(k + 1) == "#" or s.word(k + 2) in {"", ",", "and", "."}):
            k += 1
        else:
            break
    return found
