"""Such as "schedule a meeting with X at 5", "block off friday afternoon for X", "pencil in X"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import EVENT_NOUNS, Command
from functions.parse_chat.language.creations.made import made
from functions.parse_chat.language.vocabulary import vocabulary

_PLANNED = vocabulary("schedule book plan arrange set organise organize")
EVENTS = EVENT_NOUNS | vocabulary(
    "call standup stand-up sync interview session catchup chat conference lunch dinner breakfast brunch coffee drinks"
    " checkup haircut date demo retro review one-on-one webinar workshop seminar training class lesson visit party"
    " playdate consultation"
)
_NEAR = 5


def planned(c: Clause) -> Command | None:
    """The verb goes when an article follows, else it belongs to the title ("schedule interviews")."""
    found = _reserved(c) or _new_event(c)
    if found:
        return found
    if c.word(0) not in _PLANNED or len(c) < 2 or (c.word(0) == "set" and c.word(1) not in {"up", "aside"}):
        return None
    if c.word(0) == "set" and c.word(1) == "up":
        event = c.word(2) in {"a", "an", "my", "another"} and _event_near(c, 3)
        return made(c, 3 if event else 0, len(c), 0.82, "schedule")
    drops = c.word(0) == "schedule" and c.word(1) in {"a", "an", "my", "me", "the", "in"}
    start = (2 if c.word(1) in {"me", "in"} else 1) if drops else 0
    return made(c, start, len(c), 0.82, "schedule")


def _event_near(c: Clause, i: int) -> bool:
    return any(c.word(n) in EVENTS for n in range(i, min(len(c), i + _NEAR)))


def _new_event(c: Clause) -> Command | None:
    """Such as "new meeting with finance tomorrow", "create an appointment with Dr Smith", "I have got a meeting … add it"."""
    i = 0
    if c.word(0) in {"new", "another"}:
        i = 1
    elif c.word(0) in {"create", "add", "put"} and c.word(1) in {"a", "an", "another", "new", "my"}:
        i = 3 if c.word(2) == "new" else 2
    if not i or c.word(i) not in EVENTS or c.word(0) == "add":
        return None
    return made(c, i, len(c), 0.85, "new-event")


def _reserved(c: Clause) -> Command | None:
    """Such as "mark my calendar for X", "block off friday afternoon for X", "pencil in X"."""
    if c.has(0, "pencil", "in") or c.has(0, "pencil", "me", "in"):
        start = 2 if c.word(1) == "in" else 3
        return made(c, start + 1 if c.word(start) == "for" else start, len(c), 0.85, "pencil-in")
    if c.word(0) == "mark" and c.word(1) in {"my", "the", "our"} and c.word(2) in {"calendar", "calendars", "schedule"}:
        start = 4 if c.word(3) in {"for", "with", "that"} else 3
        return made(c, start, len(c), 0.85, "mark-calendar") if len(c) > start else None
    if c.word(0) in {"block", "reserve", "set"} and c.word(1) in {"off", "out", "time", "aside"}:
        n = next((n for n in range(2, len(c) - 1) if c.word(n) in {"for", "to"}), None)
        if n and (c.word(0) == "block" or "time" in {c.word(1), c.word(2)}):
            body = [*range(2, n), *range(n + 1, len(c))]
            return _of_tokens(c, body, "block-off")
    return None


def _of_tokens(c: Clause, body: list[int], rule: str) -> Command:
    """The command whose object is those tokens, in their order."""
    kept = replace(c, s=replace(c.s, tokens=tuple(c.s.tokens[n] for n in body)), list_phrase=None)
    return Command("create", 0.8, rule, kept, 0, len(kept))
