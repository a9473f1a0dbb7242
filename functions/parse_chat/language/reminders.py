"""When to be reminded, beside when the task is due: "15 minutes before and the day before", "remind me at 9am"."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.parse_chat.language.durations import duration
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_BEFORE = vocabulary("before beforehand earlier early prior ahead advance previously")
_ASKS = vocabulary(
    "remind reminder reminders alert notify ping nudge warn notification alarm notice alerts reminding reminded heads"
)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Lead times in minutes, and absolute times; `spans` are the token ranges that say so."""

    leads: tuple[int, ...] = ()
    at: tuple[Moment, ...] = ()
    evenings: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.leads or self.at or self.evenings)


def reminders(s: Sentence, context: Context, command: int = 0) -> Reminders:
    """Read lead times anywhere, and a second clause "remind me …" after token `command`."""
    if not any(t.word in _ASKS for t in s.tokens):
        return Reminders()
    leads: list[int] = []
    evenings: list[int] = []
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(s):
        found = _lead(s, i)
        if found is None:
            i += 1
            continue
        start = _opening(s, i, command)
        spans.append((start, found[1]))
        (evenings if found[2] else leads).append(found[0])
        i = found[1]
    at, clause = _absolute(s, context, command, spans)
    spans += clause
    return Reminders(tuple(dict.fromkeys(leads)), at, tuple(evenings), tuple(spans))


_OPENING_WORDS = vocabulary(
    "about it and , at me us remind alert notify ping also please with a an reminder reminders set for that"
    " give heads up notification alarm in warn the of then notice to nudge but"
)


def _opening(s: Sentence, i: int, command: int) -> int:
    """Take "and remind me", "with a reminder" before a lead time into its span, unless it is the command itself."""
    j = i
    while j > command and s.word(j - 1) in _OPENING_WORDS - {"to"}:
        j -= 1
    return j


def _lead(s: Sentence, i: int) -> tuple[int, int, bool] | None:
    """A lead time at token i: minutes, the token after it, and whether it means the evening before."""
    j = (
        i + 1
        if s.word(i) in {"the", "a", "one"} and s.word(i + 1) in {"day", "night", "evening", "week", "hour", "morning"}
        else i
    )
    if s.word(j) in {"night", "evening"} and s.word(j + 1) in {"before", "prior"}:
        return 1, j + 2, True
    if (
        s.word(i) == "the"
        and s.word(j) in {"day", "week", "hour"}
        and s.word(j + 1) in {"before", "prior"}
        and s.word(j + 2) not in {"yesterday", "tomorrow"}
    ):
        return {"day": 1440, "week": 10080, "hour": 60}[s.word(j)], j + 2, False
    start = i + 1 if s.word(i) == "in" else i
    found = duration(s, start)
    if found is None:
        return None
    length, end = found
    end = _before(s, end)
    return (length.minutes, end, False) if end and 0 < length.minutes <= 525_600 else None


def _before(s: Sentence, i: int) -> int:
    """The token after "before", "in advance", "ahead of time", "prior to it"; 0 when nothing of that stands here."""
    j = i + 1 if s.word(i) in {"in", "before"} and s.word(i + 1) in {"advance", "hand"} else i
    if s.word(j) not in _BEFORE:
        return 0
    if s.word(j) in {"earlier", "early"} and not any(
        t.word in {"remind", "alert", "notify", "reminder", "ping"} for t in s.tokens[:i]
    ):
        return 0
    end = j + 1
    if s.word(end) in {"of", "to"} and s.word(j) in {"ahead", "prior"}:
        end += 1
    if s.word(j) == "ahead" and s.word(end) == "time":
        end += 1
    if s.word(end) in {"it", "that", "hand", "then", "this"} or s.word(end) in {"due", "deadline"}:
        end += 1
    return end


_ABSOLUTE_WORDS = vocabulary("me us about it this that again of also")
_ABSOLUTE_MORE_WORDS = vocabulary(", and please also with a set then ; but")


def _absolute(
    s: Sentence, context: Context, command: int, taken: list[tuple[int, int]]
) -> tuple[tuple[Moment, ...], list[tuple[int, int]]]:
    """A later clause "…, remind me at 9am" or "with a reminder on Sunday"."""
    for i in range(max(command, 1), len(s)):
        if s.word(i) not in {"remind", "alert", "notify", "ping", "reminder"} or any(a <= i < b for a, b in taken):
            continue
        j = i + 1
        while s.word(j) in _ABSOLUTE_WORDS:
            j += 1
        found = moment(s, j, context)
        if found is None or (s.word(i) == "reminder" and s.word(i - 1) not in {"a", "the"} and s.word(i - 2) != "with"):
            continue
        start = i
        while start > command and s.word(start - 1) in _ABSOLUTE_MORE_WORDS:
            start -= 1
        if found.end >= len(s) or s.word(found.end) in {",", ".", ";", "and", "please", "!"}:
            return (found,), [(start, found.end)]
    return (), []
