"""Commands that take tasks away: "delete X", "take X off my list", "clear my list", "I don't need X any more"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import ARTICLES, EVENT_NOUNS, TASK_NOUNS, Command, past_words, whole
from functions.parse_chat.language.lexicon import MONTHS, TODAY, TOMORROW, WEEKDAYS
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_STRONG = vocabulary("delete remove erase cancel discard del")
_WEAK = vocabulary(
    "clear drop trash wipe empty scrap kill eliminate purge dump nuke clean take throw toss pull strike omit"
    " exclude unschedule get knock cut bump"
)
_LISTED = vocabulary("list lists calendar schedule agenda todos reminders tasks todo planner")
_FOREVER = phrases(
    "for good; permanently; forever; for ever; completely and forever; without trash; irrevocably; once and for all"
)


def deletion(c: Clause) -> Command | None:
    """The command, `kind` "permanent" when it is said to be for good."""
    forever = _forever(c)
    kind = "permanent" if forever else ""
    c = without(c, *forever) if forever else c
    found = _direct(c) or _unwanted(c) or _cleared(c)
    if found is None:
        return None
    return Command(
        found.operation, found.confidence, found.rule, found.clause, found.start, found.end, found.kind or kind
    )


def _forever(c: Clause) -> tuple[int, int] | None:
    for phrase in _FOREVER:
        n = len(phrase)
        if c.has(len(c) - n, *phrase) and len(c) > n:
            return len(c) - n, len(c)
        if c.has(0, *phrase) and len(c) > n and n == 1:
            return 0, n
        if n == 1 and c.has(1, *phrase):
            return 1, 2
    return None


def _made(c: Clause, start: int, end: int, confidence: float, rule: str) -> Command:
    listed = c.list_phrase
    if listed and listed.end <= len(c) and start <= listed.start < end:
        cut = min(listed.end, end)
        c, end = without(c, listed.start, cut), end - (cut - listed.start)
    return Command("delete", confidence, rule, c, start, end)


def _direct(c: Clause) -> Command | None:
    first = c.word(0)
    if first in {"get", "be"} and c.has(1, "rid", "of"):
        return _object(c, 3, 0.93, "get-rid-of")
    if first == "cross" and c.word(1) == "out":
        return _object(c, 2, 0.9, "cross-out")
    if first in _STRONG and _deadline(c):
        return None
    if first in _STRONG:
        return _object(c, 2 if c.word(1) in {"out", ":"} else 1, 0.95, first)
    if (
        first == "turn"
        and c.word(1) == "off"
        and {c.word(n) for n in range(2, len(c))} & {"reminder", "reminders", "alarm"}
    ):
        return _object(c, 2, 0.85, "turn-off")
    if first == "stop" and c.has(1, "reminding", "me"):
        return _object(c, 4 if c.word(3) in {"to", "about", "of"} else 3, 0.85, "stop-reminding")
    if first == "ditch" and {c.word(n) for n in range(1, len(c))} & TASK_NOUNS:
        return _object(c, 1, 0.85, "ditch")
    over = c.word(len(c) - 1) in {"over", "fresh", "again", "scratch"}
    if (first in {"reset", "restart"} or (first == "start" and over)) and {c.word(n) for n in range(1, len(c))} & {
        "list",
        "todos",
        "calendar",
    }:
        return Command("delete", 0.8, "start-over", c, 0, len(c), "all")
    if first == "forget" and c.word(1) == "about":
        return _object(c, 2, 0.7, "forget")
    if first in _WEAK:
        return _weak(c)
    return None


def _deadline(c: Clause) -> bool:
    """ "cancel my membership by friday" is something to do, not a deletion."""
    by = next((n for n in range(2, len(c) - 1) if c.word(n) == "by"), 0)
    word = c.word(by + 1)
    return bool(by) and (word in WEEKDAYS or word in MONTHS or word in TOMORROW | TODAY | {"next", "end", "the"})


def _object(c: Clause, start: int, confidence: float, rule: str) -> Command:
    return _made(c, start, len(c), confidence, rule)


def _weak(c: Clause) -> Command | None:
    """Verbs with a life of their own ("drop off the kids") delete only from a list, or everything."""
    if c.word(0) == "get" and c.word(1) in {"me", "my", "all"}:
        return None
    if c.word(0) == "take" and c.word(1) in {"it", "that", "this", "them"} and c.word(2) == "off":
        return _made(c, 1, 2, 0.8, "take-it-off")
    start = 2 if c.word(1) in {"out", "away", "off"} else 1
    listed = c.list_phrase
    if listed and listed.preposition in {"off", "from", "out"}:
        return _made(c, start, len(c), 0.92, f"{c.word(0)}-from-list")
    off = next((n for n in range(len(c) - 1, 0, -1) if c.word(n) == "off" and c.word(n + 1) in ARTICLES), None)
    if off and {c.word(n) for n in range(off, len(c))} & _LISTED:
        return Command("delete", 0.9, f"{c.word(0)}-off", c, start, off)
    if whole(c, start, len(c)) or _list_itself(c, start):
        return _made(c, start, len(c), 0.92, f"{c.word(0)}-all")
    named = {c.word(n) for n in range(start, len(c))} & (TASK_NOUNS - {"thing", "things", "one", "note"})
    return (
        _object(c, start, 0.75, c.word(0))
        if named and c.word(0) in {"trash", "drop", "scrap", "kill", "eliminate"}
        else None
    )


_LIST_ITSELF_WORDS = vocabulary("clear empty wipe trash purge clean nuke drop scrap dump")


def _list_itself(c: Clause, start: int) -> bool:
    words = {c.word(n) for n in range(start, len(c))}
    meant = (c.word(0) in {"throw", "toss"} and start == 2) or c.word(0) in _LIST_ITSELF_WORDS
    return meant and bool(words & (_LISTED - {"todo"} | {"appointments", "events", "meetings"}))


_SILENT = phrases(
    "do not remind me; no longer remind me; i do not need to be reminded; i no longer need to be reminded"
)


def _unwanted(c: Clause) -> Command | None:
    """Such as "I don't need X on my list any more", "no need to X", "X can come off my list"."""
    for silent in _SILENT:
        if c.has(0, *silent) and len(c) > len(silent) + 1:
            start = len(silent) + (c.word(len(silent)) in {"to", "about", "of", "for"})
            end = next((n for n in range(start, len(c)) if c.word(n) == "anymore"), len(c))
            return _made(c, start, end, 0.85, "no-reminder")
    if (
        c.has(0, "i", "do", "not", "need")
        or c.has(0, "i", "no", "longer", "need")
        or c.has(0, "i", "do", "not", "want")
    ):
        start = 5 if c.word(4) == "to" else 4
        if c.has(start, "forget") or c.word(start) == "forget":
            return None
        end = next((n for n in range(start, len(c)) if c.word(n) in {"anymore", "any"}), len(c))
        listed = c.list_phrase
        if listed is None and end == len(c) and c.word(1) == "do":
            return None
        return _made(c, start, end, 0.85, "not-needed")
    if c.has(0, "no", "need", "to") or c.has(0, "no", "longer", "need", "to"):
        start = 3 if c.word(1) == "need" else 4
        return _made(c, start, len(c), 0.85, "no-need")
    return None


_EMPTY = vocabulary("blank empty clear cleared clean wiped emptied")
_MAKE = vocabulary("make have keep get leave my the")


def _cleared(c: Clause) -> Command | None:
    """Such as "make my list blank", "make sure my calendar is clear for June 1" (front filler already gone)."""
    words = [c.word(n) for n in range(len(c))]
    if (
        words[:1] == ["i"]
        and words[1:2] == ["want"]
        and words[-1] in {"cleared", "emptied", "wiped", "deleted", "erased", "gone"}
    ):
        words = words[2:]
    if set(words) & _EMPTY and set(words) & _LISTED and (words[0] in _MAKE | ARTICLES):
        return Command("delete", 0.88, "make-blank", c, 0, len(c), "all")
    return None


def covers_all(c: Clause, start: int, end: int) -> bool:
    """Whether a deletion means the whole list: "my todo list", "all my tasks", "the items on my list"."""
    i = past_words(c, start, ARTICLES | {"of", "out"})
    words = [c.word(n) for n in range(i, end)]
    if whole(c, start, end):
        return True
    listed = (
        bool(words)
        and words[-1] in {"list", "lists", "calendar", "schedule", "agenda"}
        and not set(words) & {"from", "on", "off", "to"}
    )
    plural = bool(c.list_phrase) and words in (["items"], ["tasks"], ["todos"], ["things"], ["reminders"])
    dated = bool(words) and words[0] in {"calendar", "schedule", "agenda"} and len(words) > 1
    events = (
        bool(words)
        and words[0] in ("events", "appointments", "meetings")
        and words[0] in EVENT_NOUNS
        and len(words) == 1
    )
    return listed or plural or dated or events
