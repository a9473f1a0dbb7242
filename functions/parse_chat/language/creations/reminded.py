"""Such as "remind me (tomorrow) to X", "let me know about X", "don't let me forget X", "I have a meeting, so remind me"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.creations.made import made
from functions.parse_chat.language.vocabulary import vocabulary

_REMIND = vocabulary("remind notify alert ping nudge prompt warn buzz")
_NEEDS_ME = vocabulary("prompt nudge warn ping buzz")
_ME = vocabulary("me us myself mee")
_TELLS_WORDS = vocabulary("how what where when which who if about whether the a need have going")


def reminded(c: Clause) -> Command | None:
    """The command with what to be reminded of as its object."""
    i = 1 if c.word(0) == "be" else 0
    if i and c.word(1) != "reminded":
        return None
    if c.word(0) == "wake" and c.word(1) == "me":
        return made(c, 0, len(c), 0.9, "wake-me", "reminder")
    if c.word(0) == "know" and c.word(1) in {"when", "to", "at", "about"} and c.asked:
        return made(c, 2 if c.word(1) in {"to", "about"} else 1, len(c), 0.75, "let-me-know", "reminder")
    if c.word(0) == "tell" and c.word(1) == "me" and _tells(c):
        return made(c, 2, len(c), 0.85, "tell-me-to", "reminder")
    warned = _warned(c)
    if warned:
        return warned
    if c.word(i) not in _REMIND | {"reminded"} or (c.word(0) in _NEEDS_ME and c.word(1) not in {"me", "us"}):
        return None
    start = i + 1
    start = start + 1 if c.word(start) in _ME else start
    return made(c, start, len(c), 0.96, "remind-me", "reminder")


def _tells(c: Clause) -> bool:
    """Such as "tell me later to call", not "tell me what to do"."""
    n = next((n for n in range(2, min(len(c), 8)) if c.word(n) == "to"), None)
    words = {c.word(k) for k in range(2, n or 2)}
    return n is not None and not words & _TELLS_WORDS


def _warned(c: Clause) -> Command | None:
    """Such as "give me a heads up about the concert", "send me an alert when it is time to leave"."""
    i = 2 if c.word(0) in {"give", "send"} and c.word(1) in _ME else 0
    i = i + 1 if i and c.word(i) in {"a", "an"} else i
    if not i:
        return None
    if c.has(i, "heads", "up") or c.has(i, "heads", "-", "up"):
        return made(c, i + (3 if c.word(i + 1) == "-" else 2), len(c), 0.9, "heads-up", "reminder")
    if c.word(i) in {"call", "buzz", "nudge", "ping", "shout"} and c.word(i + 1) in {"to", "about", "when", "at"}:
        return made(c, i + 1, len(c), 0.75, "heads-up", "reminder")
    return None


def remembered(c: Clause) -> Command | None:
    """Such as "don't let me forget to X", "remember that X", "I don't want to forget X", "make sure I remember X"."""
    words = [c.word(n) for n in range(min(len(c), 7))]
    if "forget" in words and ("not" in words[: words.index("forget")] or words[0] == "never"):
        return made(c, words.index("forget") + 1, len(c), 0.93, "not-forget")
    if words[:4] == ["i", "need", "help", "remembering"]:
        return made(c, 4, len(c), 0.85, "remember")
    if words[:1] in (["something"], ["there"], ["i"]) and c.has(len(c) - 3, "need", "to", "remember"):
        return made(c, len(c), len(c), 0.8, "remember") if "something" in words else None
    if words[:1] == ["remember"] or words[:2] in (["keep", "in"], ["bear", "in"]):
        return made(c, 1 if words[0] == "remember" else 3, len(c), 0.9, "remember")
    if words[:2] in (["i", "remember"], ["we", "remember"], ["me", "remember"]) and len(c) > 2:
        return made(c, 2, len(c), 0.85, "remember")
    return None


_BEFORE_REMIND = vocabulary(", so please and . ; - can could you will")
_HAVE = vocabulary("have got had have's")


def so_remind(c: Clause) -> Command | None:
    """Such as "I have a dentist appointment tuesday at 2, remind me (an hour before)", "… so remind me to bring cash"."""
    n = next((n for n in range(2, len(c) - 1) if c.word(n) == "remind" and c.word(n + 1) in _ME), None)
    if n is None or (c.word(n - 1) not in _BEFORE_REMIND and n + 2 < len(c)):
        return None
    if c.word(n + 2) in {"to", "about", "that"} and n + 3 < len(c):
        return made(c, n + 2, len(c), 0.85, "so-remind-me", "reminder")
    start = 0
    if c.word(0) in {"i", "we"}:
        start = next((k for k in range(1, 4) if c.word(k) not in _HAVE), 1) if c.word(1) in _HAVE else 0
    end = n
    while end > start + 1 and c.word(end - 1) in _BEFORE_REMIND:
        end -= 1
    return made(c, start, end, 0.85, "so-remind-me", "reminder")
