"""Such as "change X to V", "update the meeting"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.fields import of_field
from functions.parse_chat.language.changes.positions import before_from, last_of, words_of
from functions.parse_chat.language.changes.shifts import made_earlier
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, EVENT_NOUNS, IT, TASK_NOUNS
from functions.parse_chat.language.vocabulary import vocabulary

_CHANGEABLE = vocabulary("lunch dinner subject time date title details")


def changed(c: Clause) -> Change | None:
    """Such as "change the due date of X to V", "change X to V", "change X from U to V", "change the meeting"."""
    start = 2 if c.has(1, "up") else 1
    if c.word(0) == "update" and {"list", "lists"} & set(words_of(c)) and {"with", "include"} & set(words_of(c)):
        return None
    named = of_field(c, start)
    if named:
        return named
    shifted = made_earlier(c)
    if shifted:
        return shifted
    n = last_of(c, {"to", "into"}, start)
    if n is not None and n < len(c) - 1:
        return Change(c, start, before_from(c, start, n), n + 1, len(c), "", f"{c.word(0)}-to", 0.9)
    listed = set(words_of(c)) & (EVENT_NOUNS | TASK_NOUNS | _CHANGEABLE) or c.word(start) in IT
    bare = all(c.word(n) in ARTICLES | EVENT_NOUNS | TASK_NOUNS | {"existing"} for n in range(start, len(c)))
    if c.word(0) in {"change", "update", "edit", "modify", "alter"} and listed and (bare or not c.needed):
        return Change(c, start, len(c), len(c), len(c), "", f"{c.word(0)}-what", 0.85)
    return None
