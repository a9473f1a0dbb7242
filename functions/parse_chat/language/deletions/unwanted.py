"""Such as "I don't need X on my list any more", "no need to X", "forget the gym, delete it", "make my list blank"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, Command
from functions.parse_chat.language.deletions.direct import LISTED, removed
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_SILENT = phrases(
    "do not remind me; no longer remind me; i do not need to be reminded; i no longer need to be reminded;"
    " i do not need a reminder; i no longer need a reminder; i do not want a reminder; i do not want to be reminded"
)
_NO_NEED = phrases(
    "i do not need; i no longer need; i do not want; we do not need; we no longer need; i do not have; i no longer have; i will not"
)
_ENDS = vocabulary("anymore any , ; longer because since")


def unwanted(c: Clause) -> Command | None:
    """The command with what is not needed any more as its object."""
    return _so_delete(c) or _silenced(c) or _not_needed(c) or _taken_off(c)


_DELETING = vocabulary("delete remove cancel erase drop discard trash scratch")
_BEFORE_DELETING = vocabulary(", so and please . ; - can you just")
_LEADS = phrases(
    "i changed my mind about; i have changed my mind about; nevermind the; nevermind; never mind the; never mind; forget the;"
    " forget about; forget about the; forget; i do not need; i no longer need; we do not need; we no longer need;"
    " i am not going to; i will not; i do not want; i am not doing; actually; i already have; we already have; the; my; our"
)


def _so_delete(c: Clause) -> Command | None:
    """Such as "I changed my mind about the gym, delete it", "we don't need cheese anymore, take it off the list"."""
    for n in range(2, len(c) - 1):
        taken = c.word(n) == "take" and "off" in {c.word(k) for k in range(n + 2, len(c))}
        pointing = c.word(n + 1) in {"it", "that", "this", "them", "those"}
        if pointing and (taken or c.word(n) in _DELETING) and c.word(n - 1) in _BEFORE_DELETING:
            lead = max((p for p in _LEADS if c.has(0, *p)), key=len, default=())
            end = next((k for k in range(len(lead) + 1, n) if c.word(k) in _ENDS), n)
            while end > len(lead) + 1 and c.word(end - 1) in _BEFORE_DELETING:
                end -= 1
            return Command("delete", 0.8, "so-delete", c, len(lead), end)
    return None


def _silenced(c: Clause) -> Command | None:
    for silent in _SILENT:
        if c.has(0, *silent) and len(c) > len(silent) + 1:
            start = len(silent) + (c.word(len(silent)) in {"to", "about", "of", "for"})
            end = next((n for n in range(start, len(c)) if c.word(n) == "anymore"), len(c))
            return removed(c, start, end, 0.85, "no-reminder")
    return None


def _not_needed(c: Clause) -> Command | None:
    lead = max((p for p in _NO_NEED if c.has(0, *p)), key=len, default=())
    if lead:
        start = len(lead) + (c.word(len(lead)) == "to")
        if c.word(start) == "forget" or c.has(start, "forget"):
            return None
        end = next((n for n in range(start + 1, len(c)) if c.word(n) in _ENDS), len(c))
        ended = c.list_phrase is not None or end < len(c) or "longer" in lead
        return removed(c, start, end, 0.85, "not-needed") if ended and lead[-1] != "not" else None
    if c.has(0, "no", "need", "to") or c.has(0, "no", "longer", "need"):
        start = 3 if c.word(3) != "to" else 4
        return removed(c, start, len(c), 0.85, "no-need")
    return None


_TAKEN = vocabulary("taken removed deleted erased struck crossed scratched dropped come go gone off")
_BEFORE_TAKEN = vocabulary("can could should must needs need to be has have is get gets please now")


def _taken_off(c: Clause) -> Command | None:
    """Such as "cleaning can be taken off my list", "I want X removed from my list"."""
    listed = c.list_phrase
    if listed is None or listed.preposition not in {"off", "from"} or c.word(listed.start - 1) not in _TAKEN:
        return None
    start = (
        3 if c.has(0, "i", "would", "like") else 2 if c.word(0) in {"i", "we"} and c.word(1) in {"want", "need"} else 0
    )
    end = listed.start - 1
    while end > start + 1 and c.word(end - 1) in _BEFORE_TAKEN:
        end -= 1
    asked = c.word(start) in {"what", "which", "i", "we", "who", "did", "was", "is", "has", "have"} or (
        end == listed.start - 1 and not start
    )
    return None if asked or start >= end else Command("delete", 0.82, "taken-off", c, start, end)


_EMPTY = vocabulary("blank empty clear cleared clean wiped emptied")
_MAKE = vocabulary("make have keep get leave my the")
_WANTED = vocabulary("cleared emptied wiped deleted erased gone")


def cleared(c: Clause) -> Command | None:
    """Such as "make my list blank", "make sure my calendar is clear for June 1" (front filler already gone)."""
    words = [c.word(n) for n in range(len(c))]
    if words[:2] in (["i", "want"], ["i", "need"]) and words[-1] in _WANTED:
        words = words[2:]
    state = any(word in _EMPTY and not {*words[n + 1 : n + 2]} & ARTICLES for n, word in enumerate(words))
    if state and set(words) & LISTED and words[0] in _MAKE | ARTICLES and not set(words) & {"should", "include", "add"}:
        return Command("delete", 0.88, "make-blank", c, 0, len(c), "all")
    return None
