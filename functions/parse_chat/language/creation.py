"""Commands that make a task: "add X", "remind me to X", "new task: X", "put X on my list", "I need to X"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.vocabulary import vocabulary

_NOUNS = vocabulary(
    "task tasks todo todos reminder reminders item entry note notes event alert alarm notification memo chore"
    " errand entries remainder to-do notice ticket action"
)
_ADD = vocabulary(
    "add insert include append jot note log record enter stick throw pop place toss chuck list write put save"
    " mark get tack slot register post file"
)
_ADD_LISTED = vocabulary(
    "note log record enter stick throw pop place toss chuck list write put save mark get tack slot register"
    " post file include have keep want need make jot create set take"
)
_MAKE = vocabulary(
    "create make set add give new another schedule start put need want send have get leave generate a an place"
    " write open enter insert got reminder task todo fix issue establish record"
)
_MODIFIERS = vocabulary(
    "a an the another new my one up me us quick please repeating recurring daily weekly monthly important high"
    " low priority urgent for down some this simple personal extra follow-up yet only single medium in it"
)
_REMIND = vocabulary("remind notify alert ping nudge prompt warn buzz")
_LINKS = vocabulary(
    "to for about called named titled that of : saying which says regarding with - , on say as entitled"
    " labeled labelled concerning"
)
_PLANNED = vocabulary("schedule book plan arrange set organise")


def creation(c: Clause) -> Command | None:
    """The command; its object may still hold the date, tags and priority, and may be empty."""
    return _reminded(c) or _noun(c) or _remembered(c) or _added(c) or _planned(c) or _wanted(c) or _placed(c)


def _made(c: Clause, start: int, end: int, confidence: float, rule: str, kind: str = "") -> Command:
    listed = c.list_phrase
    if listed and listed.end <= len(c) and start <= listed.start < end:
        cut = min(listed.end, end)
        c, end = without(c, listed.start, cut), end - (cut - listed.start)
    return Command("create", confidence, rule, c, min(start, end), end, kind)


def _reminded(c: Clause) -> Command | None:
    """Such as "remind me (tomorrow) to X", "notify me about X", "I need to be reminded to X", "wake me up at 7"."""
    i = 1 if c.word(0) == "be" else 0
    if i and c.word(1) != "reminded":
        return None
    if c.word(0) == "wake" and c.word(1) == "me":
        return _made(c, 0, len(c), 0.9, "wake-me", "reminder")
    if c.word(0) == "know" and c.word(1) in {"when", "to", "at", "about"} and c.asked:
        return _made(c, 2 if c.word(1) in {"to", "about"} else 1, len(c), 0.75, "let-me-know", "reminder")
    if c.word(0) == "tell" and c.word(1) == "me" and _tells(c):
        return _made(c, 2, len(c), 0.85, "tell-me-to", "reminder")
    if c.word(i) not in _REMIND | {"reminded"} or (
        c.word(0) in {"prompt", "nudge", "warn", "ping"} and c.word(1) not in {"me", "us"}
    ):
        return None
    start = i + 1
    start = start + 1 if c.word(start) in {"me", "us", "myself", "mee"} else start
    return _made(c, start, len(c), 0.96, "remind-me", "reminder")


_TELLS_WORDS = vocabulary("how what where when which who if about whether the a need have going")


def _tells(c: Clause) -> bool:
    """Such as "tell me later to call", not "tell me what to do"."""
    n = next((n for n in range(2, min(len(c), 8)) if c.word(n) == "to"), None)
    words = {c.word(k) for k in range(2, n or 2)}
    return n is not None and not words & _TELLS_WORDS


_NO_NEW_LIST = vocabulary("give get send a the todo open")
_AFTER_NOUN = vocabulary(": - to for about that on")


def _noun(c: Clause) -> Command | None:
    """Such as "create a task to X", "set a reminder for X", "new todo: X", "a reminder to X", "reminder: X"."""
    if c.word(0) not in _MAKE | _NOUNS:
        return None
    i = 0 if c.word(0) in _NOUNS or c.word(0) in {"new", "another", "a", "an"} else 1
    start = i
    while c.word(i) in _MODIFIERS and i - start < 6:
        i += 1
    i = (
        i + 1
        if c.word(i) not in _NOUNS
        and c.word(i + 1) in _NOUNS
        and c.word(i).isalpha()
        and c.word(0) in {"add", "create", "make", "set"}
        and c.word(i) not in _LINKS | _NOUNS | {"call"}
        else i
    )
    if c.word(i) == "todo" and c.word(i + 1) in {"list", "lists"} and c.word(0) in _NO_NEW_LIST:
        return None
    if c.word(i) not in _NOUNS or (i == 0 and c.word(1) not in _AFTER_NOUN and not _plain(c)):
        return None
    if c.word(0) == "give" and c.list_phrase is None and c.word(i) in {"reminders", "tasks", "todos"}:
        return None
    if c.word(0) in {"a", "an"} and c.word(i + 1) not in _LINKS | {""}:
        return None
    if c.word(0) in {"add", "put"} and c.word(i) in {"notes", "note"} and c.word(i + 1) in {"to", "on"}:
        return None
    end = i + 1
    end = (
        end + 1
        if c.word(i) == "todo"
        and c.word(end) in {"item", "task", "list"}
        and not (c.word(end) == "list" and c.word(end + 1) == "")
        else end
    )
    end = end + 2 if c.word(end) in {"for", "to"} and c.word(end + 1) in {"me", "us", "myself"} else end
    return _made(
        c, end, len(c), 0.95, "new-noun", "reminder" if c.word(i) in {"reminder", "reminders", "alert", "alarm"} else ""
    )


def _plain(c: Clause) -> bool:
    return (
        c.word(0) in {"todo", "task"}
        and len(c) > 1
        and c.word(1) not in {"list", "lists", "is", "are", "for", "in"}
        and not c.word(0).endswith("s")
    )


def _remembered(c: Clause) -> Command | None:
    """Such as "don't let me forget to X", "remember that X", "I don't want to forget X"."""
    words = [c.word(n) for n in range(min(len(c), 7))]
    if "forget" in words and ("not" in words[: words.index("forget")] or words[0] == "never"):
        start = words.index("forget") + 1
        return _made(c, start, len(c), 0.93, "not-forget")
    if words[:1] == ["remember"] or words[:2] in (["keep", "in"], ["bear", "in"]):
        return _made(c, 1 if words[0] == "remember" else 3, len(c), 0.9, "remember")
    return None


_ONTO = vocabulary("to on onto in into under at for")
_LOOKED_AT = vocabulary("my all the everything what me out")


def _added(c: Clause) -> Command | None:
    """Such as "add X", "put X on my list", "jot down X", "to my list add X"."""
    first, listed = c.word(0), c.list_phrase
    if listed and listed.start == 0 and listed.preposition in {"to", "on", "in", "onto", "into", "for"}:
        rest = without(c, 0, listed.end)
        i = next((n for n in range(min(4, len(rest))) if rest.word(n) in _ADD | {"create"}), None)
        return _made(rest, i + 1, len(rest), 0.93, "list-first-add") if i is not None else None
    i = 1
    if first == "to" and c.word(1) in _ADD:
        first, i = c.word(1), 2
    if first == "add":
        return _made(c, i + 1 if c.word(i) in {":", "in", "on"} and c.word(i + 1) != "" else i, len(c), 0.92, "add")
    i = i + 1 if c.word(i) in {"down", "in", "up"} else i
    if first in {"jot", "note", "write", "mark"} and c.word(1) == "down":
        return _made(c, 2, len(c), 0.9, "write-down")
    if first in {"have", "need", "want", "is"} and c.word(1) in {"i", "we", "you", "to"}:
        return None
    if first in _ADD | _ADD_LISTED and listed and listed.preposition in _ONTO and listed.start >= i:
        if first in {"list", "get"} and (c.word(1) in _LOOKED_AT or listed.start == i):
            return None
        return _made(c, i, len(c), 0.93 if first in _ADD else 0.85, "put-on-list")
    if first in {"insert", "append", "include", "jot", "log"}:
        return _made(c, i, len(c), 0.8, first)
    return None


def _planned(c: Clause) -> Command | None:
    """Such as "schedule a meeting with X at 5": the verb goes when an article follows, else it belongs to the title."""
    if c.word(0) not in _PLANNED or len(c) < 2:
        return None
    if c.word(0) == "set" and c.word(1) not in {"up", "aside"}:
        return None
    drops = c.word(0) == "schedule" and c.word(1) in {"a", "an", "my", "me", "the", "in"}
    start = (2 if c.word(1) in {"me", "in"} else 1) if drops else 0
    return _made(c, start, len(c), 0.82, "schedule")


def _wanted(c: Clause) -> Command | None:
    """Such as "I need a reminder …", "give me a reminder", "need go to library, add this", "I need to X"."""
    if c.has(0, "i", "need") or c.has(0, "i", "want") or c.has(0, "i", "would", "like"):
        i = 3 if c.word(1) == "would" else 2
        listed = c.list_phrase
        if (
            listed
            and listed.preposition in {"on", "to", "in", "onto"}
            and c.word(i) not in {"know", "my", "what", "the"}
        ):
            return _made(c, i, listed.start, 0.85, "want-on-list")
        rest = replace(c, s=replace(c.s, tokens=c.s.tokens[i:]))
        return _noun(rest)
    return None


_PLACED_WORDS = vocabulary("needs need should must has goes ought")


def _placed(c: Clause) -> Command | None:
    """Such as "cleaning needs to go on my list", "X should be on my list", "X, add this todo item", "milk to the shopping list"."""
    listed = c.list_phrase
    last = len(c)
    if c.word(0) == "update" and {"list", "lists"} & {t.word for t in c.s.tokens}:
        n = next((n for n in range(1, last) if c.word(n) in {"with", "include"}), 0)
        return _made(c, n + 1, last, 0.85, "update-list-with") if n else None
    if c.word(0) in {"i", "we"} and (c.has(last - 2, "remind", "me") or c.has(last - 2, "remind", "us")) and last > 3:
        return _made(c, 2 if c.word(1) in {"have", "got"} else 0, last - 2, 0.85, "so-remind-me", "reminder")
    for n in range(1, len(c) - 1):
        if c.word(n) in _PLACED_WORDS and listed and listed.start > n and listed.preposition in {"on", "to", "in"}:
            return None if c.word(0) in {"what", "which", "who", "is", "does"} else _made(c, 0, n, 0.85, "needs-list")
        if (
            c.word(n) in {"add", "put", "note", "so"}
            and c.word(n - 1) in {",", "so", "and", "please"}
            and (c.word(n + 1) in {"this", "it", "that"} or c.has(n, "so", "add"))
        ):
            end = n - 1
            while end > 1 and c.word(end - 1) in {",", "so", "and", "please"}:
                end -= 1
            return _made(c, 0, end, 0.85, "so-add-it")
    if (
        listed
        and listed.preposition in {"to", "onto", "into"}
        and listed.end == len(c)
        and listed.start >= 1
        and c.word(0) not in _ASKED
    ):
        return _made(c, 0, len(c), 0.7, "to-list")
    return None


_ASKED = vocabulary(
    "what which is are do does did how where when who have show read tell check see view go get bring pull open"
)
