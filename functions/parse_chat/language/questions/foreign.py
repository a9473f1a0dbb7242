"""Questions about something else than the tasks."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES
from functions.parse_chat.language.questions.nouns import OTHER, TASKS
from functions.parse_chat.language.vocabulary import vocabulary

_WEAK = vocabulary("event events schedule list lists agenda due deadline deadlines itinerary meeting meetings calendar")
_OWNED = vocabulary(
    "i my mine our we todo todos todolist shopping grocery groceries chores chore task tasks reminder reminders"
)


_PUBLIC = vocabulary("near nearby local downtown city town happening area world league bus train store you")


_OWNED_BY = vocabulary("my mine me our we")


def foreign(c: Clause, kinds: set[str]) -> bool:
    """Events, schedules and lists of the world: "events near me", "the best seller list", "what tasks can you do"."""
    if kinds & {"events", "event"} and kinds & _PUBLIC:
        return True
    if {"can", "you"} <= kinds and not kinds & {"i", "my", "me"}:
        return True
    general = c.word(0) in {"what", "how", "who", "why"} and not kinds & _OWNED_BY
    if general and kinds & {"mean", "means", "invented", "app", "apps", "definition", "work", "works", "best"}:
        return True
    if c.has(0, "what", "is", "a") or c.has(0, "what", "are", "a") or c.has(0, "how", "do", "i", "write"):
        return True
    if kinds & {"cost", "costs"}:
        return True
    if kinds & {"due"} and kinds & {"car", "service", "inspection", "oil"}:
        return True
    if not kinds & TASKS <= _WEAK or kinds & _OWNED:
        return False
    if kinds & {"list", "lists"}:
        bare = c.word(len(c) - 1) in {"list", "lists"} and c.word(len(c) - 2) in {"the", "a", "this"}
        return not bare and len(c) > 3
    return bool(kinds & {"schedule", "calendar", "agenda"}) and bool(kinds & {"of", "for"}) and bool(kinds & _PUBLIC)


_VERBS_OF_MANY_OBJECTS = vocabulary("get find list go say open run let name hit report present share walk look call")
_LEARNING = vocabulary("read know see hear what content contents")
_BEFORE_THE_LIST = vocabulary("me all through over at up out down what everything know")


def names_other(c: Clause, words: list[str]) -> bool:
    """Such as "find a recipe", "get milk from my list": not a look at the list."""
    if set(words) & OTHER:
        return True
    if words[0] in {"need", "want", "like"}:
        return not (_LEARNING & set(words) or words[1:2] == ["my"])
    if words[0] in _VERBS_OF_MANY_OBJECTS:
        return c.list_phrase is not None and c.list_phrase.start > 2 and words[1] not in ARTICLES | _BEFORE_THE_LIST
    return False
