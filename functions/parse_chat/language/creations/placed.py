"""Such as "cleaning needs to go on my list", "I ran out of soap, put it on the list", "make sure eggs are on my list"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.creations.made import made
from functions.parse_chat.language.creations.nouns import noun
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_NEEDS = vocabulary("needs need should must has goes ought belongs")
_ENSURE = phrases("make sure that; make sure; ensure that; ensure; see to it that; see that; verify that")
_SEPARATORS = vocabulary(", so and please . ; -")
_PUT = vocabulary("add put note stick throw write jot pop include place get")
_ASKED = vocabulary(
    "what which is are do does did how where when who have show read tell check see view go get bring pull open"
)
_SHORTAGE = phrases(
    "i am out of; we are out of; i ran out of; we ran out of; i have run out of; we have run out of; i am running out of;"
    " we are running out of; i am running low on; we are running low on; we are low on; i am low on; i am all out of;"
    " we are all out of; there is no more; there is no; i have no more; we have no more; i need some; we need some;"
    " i need to buy; we need to buy; i need; we need; i want; we want; i have; we have; i have got; we do not have any;"
    " i do not have any; i used up; we used up; i finished; i forgot; i forgot to add"
)


def placed(c: Clause) -> Command | None:
    """The command with what belongs on the list as its object."""
    if c.word(0) == "update" and {"list", "lists"} & {t.word for t in c.s.tokens}:
        n = next((n for n in range(1, len(c)) if c.word(n) in {"with", "include"}), 0)
        return made(c, n + 1, len(c), 0.85, "update-list-with") if n else None
    return _belongs(c) or _onto(c)


def so_add(c: Clause) -> Command | None:
    """Such as "we're out of milk so add it", "X, add this todo item", "I ran out of soap put it on my shopping list"."""
    listed = c.list_phrase
    if c.word(0) in {"add", "remind"}:
        return None
    for n in range(1, len(c) - 1):
        pointing = c.word(n + 1) in {"this", "it", "that", "them", "those", "these", "some"}
        placing = listed is not None and listed.start in {n + 2, n + 3}
        if c.word(n) in _PUT | {"so"} and (
            (c.word(n - 1) in _SEPARATORS and (pointing or c.has(n, "so", "add")))
            or (pointing and placing and c.word(n) != "so")
        ):
            start, end = _short_of(c), n
            while end > start + 1 and c.word(end - 1) in _SEPARATORS | {"can", "could", "you", "will"}:
                end -= 1
            return made(c, start, end, 0.85, "so-add-it")
    return None


def _short_of(c: Clause) -> int:
    """Where the thing begins in "we are out of milk"."""
    short = max((p for p in _SHORTAGE if c.has(0, *p)), key=len, default=())
    return len(short)


def _belongs(c: Clause) -> Command | None:
    """Such as "cleaning needs to go on my list", "make sure eggs are on the list", "can bananas be added to my list"."""
    listed = c.list_phrase
    if listed is None or listed.preposition not in {"on", "to", "in", "onto"}:
        return None
    ensured = max((p for p in _ENSURE if c.has(0, *p)), key=len, default=())
    verbs = _NEEDS | (vocabulary("is are gets get be") if ensured else vocabulary("be go"))
    start = len(ensured) or int(c.word(0) in {"can", "could", "may", "should"})
    for n in range(start + 1, min(len(c) - 1, listed.start)):
        asks = c.word(start) in {"what", "which", "who", "is", "does", "i", "we", "how", "do", "there"}
        if c.word(n) in verbs and not asks and (c.word(n) not in {"be", "go"} or c.asked or start):
            return made(c, start, n, 0.85, "needs-list")
    return None


def _onto(c: Clause) -> Command | None:
    """Such as "milk to the shopping list"."""
    listed = c.list_phrase
    if (
        listed
        and listed.preposition in {"to", "onto", "into"}
        and listed.end == len(c)
        and listed.start >= 1
        and c.word(0) not in _ASKED
    ):
        return made(c, 0, len(c), 0.7, "to-list")
    return None


def wanted(c: Clause) -> Command | None:
    """Such as "I need a reminder …", "I'd like eggs on my shopping list", "I want X added to my list"."""
    if (
        c.has(0, "i", "have", "a")
        and c.word(len(c) - 2) == "to"
        and c.word(len(c) - 1) in {"set", "add", "make", "create"}
    ):
        return noun(replace(c, s=replace(c.s, tokens=c.s.tokens[2:-2])))
    if not (c.has(0, "i", "need") or c.has(0, "i", "want") or c.has(0, "i", "would", "like") or c.has(0, "we", "need")):
        return None
    i = 3 if c.word(1) == "would" else 2
    listed = c.list_phrase
    looked = (
        c.word(i) in {"know", "my", "what", "the", "see", "hear"}
        and c.word(listed.start - 1 if listed else 0) != "added"
    )
    if listed and listed.preposition in {"on", "to", "in", "onto"} and listed.start > i and not looked:
        i = i + 2 if c.has(i, "to", "have") else i + 1 if c.word(i) == "have" else i
        return made(c, i, len(c), 0.85, "want-on-list")
    return noun(replace(c, s=replace(c.s, tokens=c.s.tokens[i:])))
