"""A new thing named as such: "create a task to X", "set a reminder for X", "new todo: X", "reminder: X", "make a shopping list"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.creations.made import made
from functions.parse_chat.language.lists import named_list
from functions.parse_chat.language.vocabulary import vocabulary

NOUNS = vocabulary(
    "task tasks todo todos reminder reminders item entry note notes event alert alarm notification memo chore"
    " errand entries remainder to-do notice ticket action"
)
_REMINDING = vocabulary("reminder reminders alert alarm notification remainder")
_MAKE = vocabulary(
    "create make set add give new another schedule start put need want send have get leave generate a an place"
    " write open enter insert got reminder task todo fix issue establish record log jot submit"
)
_MODIFIERS = vocabulary(
    "a an the another new my one up me us quick please repeating recurring daily weekly monthly important high"
    " low priority urgent for down some this simple personal extra follow-up yet only single medium in it"
)
_LINKS = vocabulary(
    "to for about called named titled that of : saying which says regarding with - , on say as entitled"
    " labeled labelled concerning"
)
_NO_NEW_LIST = vocabulary("give get send a the todo open")
_AFTER_NOUN = vocabulary(": - to for about that on")
_AFTER_NOUNS = vocabulary(": -")
_ADVERBS = vocabulary("on down in up")


def noun(c: Clause) -> Command | None:
    """Such as "create a task to X", "set a reminder for X", "new todo: X", "a reminder to X", "reminder: X"."""
    if c.word(0) not in _MAKE | NOUNS:
        return None
    i = _noun_at(c)
    if i is None or not _announces(c, i):
        return None
    end = i + 1
    if c.word(i) == "todo" and c.word(end) in {"item", "task", "list"}:
        end = end + 1 if not (c.word(end) == "list" and c.word(end + 1) == "") else end
    end = end + 1 if c.word(end) in {"set", "made", "created", "added"} and c.word(0) in {"a", "an"} else end
    end = end + 1 if c.word(end) in _ADVERBS and c.word(end + 1) in {"for", "to", "about"} else end
    end = end + 2 if c.word(end) in {"for", "to"} and c.word(end + 1) in {"me", "us", "myself"} else end
    return made(c, end, len(c), 0.95, "new-alarm" if c.word(i) == "alarm" else "new-noun", _kind(c.word(i)))


def _kind(word: str) -> str:
    return "reminder" if word in _REMINDING else ""


def _noun_at(c: Clause) -> int | None:
    """Where the noun stands, after "make me a new …"; one word of its own kind may precede it ("a grocery item")."""
    i = 0 if c.word(0) in NOUNS or c.word(0) in {"new", "another", "a", "an"} else 1
    start = i
    while c.word(i) in _MODIFIERS and i - start < 6:
        i += 1
    if (
        c.word(i) not in NOUNS
        and c.word(i + 1) in NOUNS
        and c.word(i).isalpha()
        and c.word(0) in {"add", "create", "make", "set"}
        and c.word(i) not in _LINKS | NOUNS | {"call"}
    ):
        i += 1
    return i if c.word(i) in NOUNS else None


def _announces(c: Clause, i: int) -> bool:
    """Whether the noun at token i announces something new, rather than a look at what there is."""
    first, word, after = c.word(0), c.word(i), c.word(i + 1)
    if first == "get" and c.word(1) in {"my", "all", "the"} and word.endswith("s"):
        return False
    if after in {"list", "lists"} and ((word == "todo" and first in _NO_NEW_LIST) or c.word(i + 2) == ""):
        return False
    if i == 0 and after not in (_AFTER_NOUNS if word.endswith("s") else _AFTER_NOUN) and not _plain(c):
        return False
    if first == "give" and c.list_phrase is None and word in {"reminders", "tasks", "todos"}:
        return False
    if first in {"a", "an"} and after not in _LINKS | {"", "set", "made", "created", "added"}:
        return False
    return not (
        first in {"add", "put", "write"} and word in {"notes", "note"} and after in {"to", "on", ""} and not c.asked
    )


def _plain(c: Clause) -> bool:
    return c.word(0) in {"todo", "task"} and len(c) > 1 and c.word(1) not in {"list", "lists", "is", "are", "for", "in"}


_BEGIN = vocabulary("create make start begin new open add need want set build prepare")


def new_list(c: Clause) -> Command | None:
    """Such as "make a new shopping list": lists come into being with their first task, so that is asked for."""
    if c.word(0) not in _BEGIN or (c.word(0) == "open" and c.word(1) in {"my", "the", "our", "this"}):
        return None
    j = 0 if c.word(0) == "new" else 1
    j = j + 1 if c.word(j) in {"me", "us", "up"} else j
    listed = named_list(c.s, j, j, "")
    if listed is None or listed.noun != "list":
        return None
    put = next(
        (n for n in range(listed.end, len(c)) if c.word(n) in {"put", "add"} and c.word(n - 1) in {"and", ","}), None
    )
    if put:
        end = len(c) - 2 if c.word(len(c) - 1) in {"it", "there"} else len(c)
        return made(replace(c, list_phrase=listed), put + 1, end, 0.85, "new-list-with")
    if c.word(listed.end) in {"with", ":"} and listed.end + 1 < len(c):
        return made(replace(c, list_phrase=listed), listed.end + 1, len(c), 0.85, "new-list-with")
    if c.word(listed.end) in {"", "for", "called", "named", "of", "please"}:
        return Command("create", 0.8, "new-list", replace(c, list_phrase=listed), len(c), len(c))
    return None
