"""Such as "delete X", "get rid of X", "take X off my list", "clear my list"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import ARTICLES, EVENT_NOUNS, TASK_NOUNS, Command, whole
from functions.parse_chat.language.deadlines import has_deadline
from functions.parse_chat.language.vocabulary import vocabulary

_STRONG = vocabulary("delete remove erase cancel discard del unschedule")
_WEAK = vocabulary(
    "clear drop trash wipe empty scrap kill eliminate purge dump nuke clean take throw toss pull strike omit"
    " exclude get knock cut bump scratch delist"
)
LISTED = vocabulary("list lists calendar schedule agenda todos reminders tasks todo planner")
_ELSEWHERE = vocabulary(
    "phone computer laptop drive camera inbox email desktop pc cloud ipad tablet server database website blog app playlist"
    " account browser folder disk facebook instagram gallery wall car house garage yard garden freezer fridge oven basket cart"
)
"""Places outside the todo list: "delete the photos from my phone" is something to do."""


def removed(c: Clause, start: int, end: int, confidence: float, rule: str) -> Command:
    """The command with its object in tokens start..end, cut free of the list that it stands on."""
    listed = c.list_phrase
    if listed and listed.end <= len(c) and start <= listed.start < end:
        cut = min(listed.end, end)
        c, end = without(c, listed.start, cut), end - (cut - listed.start)
    return Command("delete", confidence, rule, c, start, end)


def direct(c: Clause) -> Command | None:
    """The command when its verb deletes."""
    first = c.word(0)
    if first in {"get", "be"} and c.has(1, "rid", "of"):
        return removed(c, 3, len(c), 0.93, "get-rid-of")
    if first == "cross" and c.word(1) == "out":
        return removed(c, 2, len(c), 0.9, "cross-out")
    if first in _STRONG:
        elsewhere = has_deadline(c) or _elsewhere(c)
        return None if elsewhere else removed(c, 2 if c.word(1) in {"out", ":"} else 1, len(c), 0.95, first)
    kinds = {c.word(n) for n in range(1, len(c))}
    if c.has(0, "call", "off") and len(c) > 2:
        return removed(c, 2, len(c), 0.88, "call-off")
    if first == "turn" and c.word(1) == "off" and kinds & {"reminder", "reminders", "alarm"}:
        return removed(c, 2, len(c), 0.85, "turn-off")
    if first == "stop" and c.has(1, "reminding", "me"):
        return removed(c, 4 if c.word(3) in {"to", "about", "of"} else 3, len(c), 0.85, "stop-reminding")
    if first == "ditch" and kinds & TASK_NOUNS:
        return removed(c, 1, len(c), 0.85, "ditch")
    over = c.word(len(c) - 1) in {"over", "fresh", "again", "scratch"}
    if (first in {"reset", "restart"} or (first == "start" and over)) and kinds & {"list", "todos", "calendar"}:
        return Command("delete", 0.8, "start-over", c, 0, len(c), "all")
    if first == "forget" and c.word(1) == "about":
        return removed(c, 2, len(c), 0.7, "forget")
    return _weak(c) if first in _WEAK else None


def _elsewhere(c: Clause) -> bool:
    n = next((n for n in range(len(c) - 1, 1, -1) if c.word(n) in {"from", "off", "in", "on"}), 0)
    return bool(n) and c.word(n + 1) in ARTICLES and any(c.word(k) in _ELSEWHERE for k in range(n + 2, n + 5))


def _weak(c: Clause) -> Command | None:
    """Verbs with a life of their own ("drop off the kids") delete only from a list, or everything."""
    if c.word(0) == "get" and c.word(1) in {"me", "my", "all"}:
        return None
    if c.word(0) == "take" and c.word(1) in {"it", "that", "this", "them"} and c.word(2) == "off":
        return removed(c, 1, 2, 0.8, "take-it-off")
    start = 2 if c.word(1) in {"out", "away", "off"} else 1
    listed = c.list_phrase
    if listed and listed.preposition in {"off", "from", "out"}:
        return removed(c, start, len(c), 0.92, f"{c.word(0)}-from-list")
    off = next((n for n in range(len(c) - 1, 0, -1) if c.word(n) == "off" and c.word(n + 1) in ARTICLES), None)
    if off and {c.word(n) for n in range(off, len(c))} & LISTED:
        return Command("delete", 0.9, f"{c.word(0)}-off", c, start, off)
    if whole(c, start, len(c)) or _list_itself(c, start):
        return removed(c, start, len(c), 0.92, f"{c.word(0)}-all")
    named = {c.word(n) for n in range(start, len(c))} & (TASK_NOUNS - {"thing", "things", "one", "note"})
    event = c.word(start) in {"my", "the"} and {c.word(n) for n in range(start, len(c))} & EVENT_NOUNS
    if event and c.word(0) in {"drop", "scrap", "scratch", "kill"}:
        return removed(c, start, len(c), 0.75, c.word(0))
    taken = named and c.word(0) in {"trash", "drop", "scrap", "kill", "eliminate", "scratch"}
    return removed(c, start, len(c), 0.75, c.word(0)) if taken else None


_WIPED = vocabulary("clear empty wipe trash purge clean nuke drop scrap dump")


def _list_itself(c: Clause, start: int) -> bool:
    words = {c.word(n) for n in range(start, len(c))}
    meant = (c.word(0) in {"throw", "toss"} and start == 2) or c.word(0) in _WIPED
    return meant and bool(words & (LISTED - {"todo"} | {"appointments", "events", "meetings"}))
