"""Which command a clause gives. Explicit commands first, then questions, then plain statements."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.command import change
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import TASK_NOUNS, Command
from functions.parse_chat.language.completions.command import completion
from functions.parse_chat.language.creations.command import creation
from functions.parse_chat.language.deletions.command import deletion
from functions.parse_chat.language.extras import extra
from functions.parse_chat.language.questions.question import question
from functions.parse_chat.language.statements import device, statement
from functions.parse_chat.language.vocabulary import vocabulary

_ASKING = vocabulary("list get what is show read do")
_LISTED = vocabulary("to-list needs-list write-down schedule")


def intent(c: Clause) -> Command | Change | None:
    """The command with the best claim; None when nothing is said at all."""
    if not len(c):
        return Command("none", 0.92, "small-talk", c) if c.greeted else None
    return extra(c) or _explicit(c) or statement(c)


def _explicit(c: Clause) -> Command | Change | None:
    first = c.word(0)
    if first in {"remind", "reminder", "remember"}:
        asked = question(c)
        if (asked and asked.rule in {"what-to-remember"}) or _recall(c):
            return Command("query", 0.9, "remind-what", c, 0, len(c))
        return creation(c)
    found = completion(c)
    if found:
        return found
    changed = change(c)
    if changed and first in {"change", "set", "turn", "make"} and device(c):
        return Command("none", 0.75, "device", c, 0, len(c))
    return changed or deletion(c) or _made_or_asked(c)


def _made_or_asked(c: Clause) -> Command | None:
    """A look at the list and a new thing on it begin alike: "list my chores", "list eggs on my shopping list"."""
    made, first = creation(c), c.word(0)
    looks = made and (
        (made.rule in _LISTED and first in _ASKING)
        or (made.rule == "put-on-list" and first in _ASKING - {"list", "get"})
    )
    return (question(c) or made) if made is None or looks else made


_RECALLED = vocabulary("tasks items todos things reminders chores errands")


def _recall(c: Clause) -> bool:
    """Such as "remind me of the items on my list", "remind me what I have to do"."""
    if not c.has(0, "remind", "me"):
        return False
    i = 3 if c.word(2) in {"of", "about", "again"} else 2
    if c.word(i) == "what" and not c.has(i, "what", "time"):
        return True
    words = [c.word(n) for n in range(i, len(c))]
    plural = bool(set(words[:4]) & (TASK_NOUNS & _RECALLED))
    return c.word(2) in {"of", "about"} and plural and c.list_phrase is not None
