"""How urgent a task is said to be: "urgent", "!high", "p1", "low priority", "asap"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

Level = Literal["low", "medium", "high"]

_LEVELS: dict[str, Level] = {
    "high": "high",
    "highest": "high",
    "top": "high",
    "urgent": "high",
    "critical": "high",
    "important": "high",
    "max": "high",
    "maximum": "high",
    "higher": "high",
    "medium": "medium",
    "normal": "medium",
    "moderate": "medium",
    "mid": "medium",
    "regular": "medium",
    "average": "medium",
    "default": "medium",
    "low": "low",
    "lowest": "low",
    "minor": "low",
    "lower": "low",
    "min": "low",
    "minimal": "low",
}
_NUMBERED: dict[int, Level] = {1: "high", 2: "medium", 3: "low", 4: "low"}
_ALONE = vocabulary("urgent asap urgently")


@dataclass(frozen=True, slots=True)
class Priority:
    """Tokens start..end of the sentence."""

    start: int
    end: int
    level: Level
    rule: str


def level_at(s: Sentence, i: int) -> tuple[Level, int] | None:
    """Such as "high", "high priority", "high-priority", "p1", "priority 1", "!high", "!!!" at token i."""
    word = s.word(i)
    if word == "!" and s.glued(i + 1):
        if s.word(i + 1) in _LEVELS:
            return _LEVELS[s.word(i + 1)], i + 2
        number = s.number(i + 1)
        if number in _NUMBERED:
            return _NUMBERED[number], i + 2
    if word == "p" and s.glued(i + 1) and s.number(i + 1) in _NUMBERED:
        return _NUMBERED[s.number(i + 1) or 1], i + 2
    if word == "priority":
        j = i + 2 if s.word(i + 1) in {":", "=", "is", "level"} else i + 1
        if s.word(j) in _LEVELS:
            return _LEVELS[s.word(j)], j + 1
        number = s.number(j)
        return (_NUMBERED[number], j + 1) if number in _NUMBERED else None
    if word in _LEVELS:
        j = i + 2 if s.word(i + 1) == "-" and s.word(i + 2) == "priority" else i + 1
        return _LEVELS[word], j + 1 if s.word(j) == "priority" else j
    return None


def priorities(s: Sentence) -> list[Priority]:
    """All statements of priority; a plain adjective ("high chair", "important email") is none."""
    found: list[Priority] = []
    i = 0
    while i < len(s):
        here = _stated(s, i)
        if here:
            found.append(here)
            i = here.end
        else:
            i += 1
    return found


_STATED_WORDS = vocabulary("with as at a set mark it is this make to and , ( that in of")


def _stated(s: Sentence, i: int) -> Priority | None:
    start = i
    while s.word(i) in _STATED_WORDS and i - start < 5:
        i += 1
    level = level_at(s, i)
    if level:
        stated = "priority" in {s.word(k) for k in range(i, level[1])} or s.word(i) in {"!", "p"}
        lead = _led(s, start, i)
        if stated or (lead and level[1] >= len(s) and s.word(i) in {"urgent", "important", "critical"}):
            begin = start if lead or s.word(start) in {",", "with", "as", "at", "("} else i
            end = level[1] + 1 if s.word(level[1]) == ")" and s.word(begin) == "(" else level[1]
            return Priority(begin, end, level[0], "priority")
    if start == i and s.word(i) in _ALONE:
        return _alone(s, i)
    return None


_LED_WORDS = vocabulary("with as , and mark make set ( at")


def _led(s: Sentence, start: int, i: int) -> bool:
    words = [s.word(k) for k in range(start, i)]
    return (
        bool(words)
        and (words[0] in _LED_WORDS or words[:2] in (["it", "is"], ["this", "is"]))
        and (words[0] not in {"set", "make", "mark"} or bool(set(words) & {"it", "this", "as", "to"}))
    )


_ALONE_WORDS = vocabulary("is are the not be an was called")


def _alone(s: Sentence, i: int) -> Priority | None:
    """Such as "URGENT: call the bank", "… urgent", "… asap"; not "the urgent letter"."""
    if s.word(i) == "asap":
        return Priority(i - 1 if s.word(i - 1) == "," else i, i + 1, "high", "asap")
    marked = s.word(i + 1) in {":", "-", "!", ","}
    if i == 0 and marked:
        return Priority(i, i + 2, "high", "urgent-first")
    last = i == len(s) - 1 or all(s.word(k) in {"!", ".", ")"} for k in range(i + 1, len(s)))
    if last and i > 0 and s.word(i - 1) not in _ALONE_WORDS:
        return Priority(i - 1 if s.word(i - 1) in {",", "-", "("} else i, len(s), "high", "urgent-last")
    task = s.word(i + 1) in {"task", "todo", "reminder", "item"}
    return Priority(i, i + 1, "high", "urgent-task") if task else None
