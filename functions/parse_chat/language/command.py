"""A recognised command: the operation and the tokens of the clause that name its object."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.reading import Operation
from functions.parse_chat.language.vocabulary import vocabulary

ARTICLES = vocabulary("the a an my our this that any some your")
TASK_NOUNS = vocabulary(
    "task tasks todo todos reminder reminders item items to-do chore chores errand errands thing things one"
    " ones note entry entries action activity activities"
)
EVENT_NOUNS = vocabulary("event events meeting meetings appointment appointments plan plans engagement engagements")
ALL = vocabulary("all everything every each entire whole anything")
IT = vocabulary("it that this them those these")


@dataclass(frozen=True, slots=True)
class Command:
    """`start` and `end` are tokens of `clause`; `kind` tells the agents which form was used."""

    operation: Operation
    confidence: float
    rule: str
    clause: Clause
    start: int = 0
    end: int = 0
    kind: str = ""

    @property
    def empty(self) -> bool:
        return self.start >= self.end


def past_words(c: Clause, i: int, words: frozenset[str]) -> int:
    """The first place from i on that is none of the words."""
    while c.word(i) in words:
        i += 1
    return i


def whole(c: Clause, start: int, end: int) -> bool:
    """Whether the object is everything: "all", "all my tasks", "everything on it", "my shopping list"."""
    words = [c.word(n) for n in range(start, end) if c.word(n) not in ARTICLES | {"of", "on", "in", "from", "for", ","}]
    if words and words[0] in ALL:
        return len(words) == 1 or all(
            w in TASK_NOUNS | EVENT_NOUNS | ALL | {"calendar", "list", "lists", "remaining", "open", "active"}
            for w in words[1:]
        )
    return False


def place(c: Clause, start: int, end: int) -> int | None:
    """An ordinal target: "the first one", "task 2", "task three", "the last todo", "number 3"; -1 is the last."""
    i = past_words(c, start, ARTICLES)
    last = c.word(i) in {"last", "latest"}
    named = (-1, i + 1) if last else ordinal(c.s, i)
    if named and (named[1] == end or (c.word(named[1]) in TASK_NOUNS | EVENT_NOUNS and named[1] + 1 == end)):
        return named[0]
    if c.word(i) in TASK_NOUNS | {"number", "no", "#"}:
        j = i + 1 if c.word(i + 1) in {"number", "no", "#", "."} else i
        number = cardinal(c.s, j + 1)
        return number[0] if number and number[1] == end and number[0] <= 500 else None
    return None
