"""Where a task is said to belong: "on my to do list", "from the shopping list", "to my list of errands"."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.lexicon import TODAY, TOMORROW, WEEKDAYS
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

PREPOSITIONS = vocabulary("on to onto into in from off of out under at for within through over")
_DETERMINERS = vocabulary("my the our a an this that your his her their todays today's tomorrow's new")
_NOUNS = vocabulary("list lists lis")
_NAMED = vocabulary(
    "calendar calender todos todo agenda schedule planner diary reminders reminder notes tasks organizer chores errands groceries"
)
GENERIC = vocabulary(
    "todo todos task tasks reminder reminders things do to-do thing item items daily today today's todays"
    " tomorrow's new my current whole entire personal master remember accomplish complete recall day week"
    " weekly note notes event events list calendar now of to"
)
_CONTENT = vocabulary(
    "things chores tasks errands reminders todos groceries items stuff jobs activities everything shopping duties food"
)
_BREAKS = vocabulary("and to on from in at off with for that is are by add of please it as or")


@dataclass(frozen=True, slots=True)
class ListPhrase:
    """Tokens start..end, preposition first; `name` is empty for the one general list."""

    start: int
    end: int
    preposition: str
    name: str = ""
    noun: str = "list"
    determined: bool = False


def list_phrase(s: Sentence, start: int = 0) -> ListPhrase | None:
    """The last list phrase at or after `start`, which is where English puts it; else one that opens the clause."""
    found = None
    for i in range(start, len(s)):
        here = _at(s, i)
        if here:
            found = here
    return found


def _at(s: Sentence, i: int) -> ListPhrase | None:
    if s.word(i) not in PREPOSITIONS or (s.word(i) in {"of", "out", "off"} and s.word(i - 1) in {"off", "out"}):
        return None
    j = i + 2 if s.word(i) in {"off", "out"} and s.word(i + 1) in {"of", "from"} else i + 1
    j = j + 1 if s.word(i) == "off" and s.word(j) in {"on"} else j
    return named_list(s, j, i, s.word(i))


def named_list(s: Sentence, j: int, start: int, preposition: str) -> ListPhrase | None:
    """A list named at token j: "my shopping list", "the calendar", "list of things to do"."""
    k = j
    while s.word(k) in _DETERMINERS and k - j < 3:
        k += 1
    determined = k > j
    for n in range(k, min(k + 5, len(s))):
        word = s.word(n)
        if word in _NOUNS:
            end, content = _of_content(s, n + 1)
            names = [s.word(m) for m in range(k, n) if s.word(m).isalpha() or "'" in s.word(m)]
            return ListPhrase(start, end, preposition, _name(names, content), "list", determined)
        if word in _NAMED and (
            determined
            or (preposition in {"from", "to", "on", "in"} and n == k and word in {"calendar", "todos", "todo"})
        ):
            if s.word(n + 1) in _NOUNS or (word in {"todo", "task"} and s.word(n + 1) in {"item", "items"}):
                continue
            if (word in {"notes", "tasks", "reminder"} and n > k) or (
                word in {"reminder"} and preposition not in {"on", "in", "to", "from"}
            ):
                return None
            end = n + 2 if s.word(n + 1) in {"app", "application"} else n + 1
            return ListPhrase(start, end, preposition, "", word, determined)
        if word in _BREAKS or not (word.isalpha() or "'" in word or word == "-"):
            return None
    return None


_OF_CONTENT_WORDS = vocabulary("do accomplish complete remember finish buy get recall make handle")


def _of_content(s: Sentence, i: int) -> tuple[int, list[str]]:
    """What follows "list": "of things to do", "of tasks to accomplish", "of chores", "of to dos", "for tomorrow" is left."""
    if s.word(i) != "of" and not s.has(i, "for", "things"):
        return i, []
    j = i + 1
    while s.word(j) in _DETERMINERS | {"daily", "weekly"}:
        j += 1
    if s.word(j) not in _CONTENT | {"todo", "todos"}:
        return i, []
    words, j = [s.word(j)], j + 1
    if (s.word(j) == "that" and s.word(j + 1) == "i") or s.word(j) in {"i", "we"}:
        j = j if s.word(j) in {"i", "we"} else j + 1
        j = j + 3 if s.word(j + 2) == "to" else j + 2
        j = j + 1 if s.word(j - 1) == "to" else j
    elif s.word(j) == "to" and s.word(j + 1) in _OF_CONTENT_WORDS:
        j += 2
    return j, words


def _name(names: list[str], content: list[str]) -> str:
    kept = [w for w in names + content if w not in GENERIC and w not in TODAY | TOMORROW and w not in WEEKDAYS]
    return "-".join(w.removesuffix("'s").replace("'", "") for w in kept[:3])
