"""Which task a command means: its title words, its place in a list, or "it"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, EVENT_NOUNS, IT, TASK_NOUNS, place, whole
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moments
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.reading import Selection
from functions.parse_chat.language.tags import name_end
from functions.parse_chat.language.title import title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_NAMED = vocabulary("called named titled that to about : for of entitled - which says saying")
_BARE = TASK_NOUNS | EVENT_NOUNS | {"list", "lists"}


_UNNAMED = vocabulary("something anything some of the my a few things stuff certain one or two")


@dataclass(frozen=True, slots=True)
class Target:
    """`text` is the title as named (None: not named), `full` with the date words that may belong to it."""

    text: str | None = None
    full: str | None = None
    everything: bool = False
    ordinal: int | None = None
    it: bool = False
    moment: Moment | None = None
    tag: str = ""
    status: str = ""
    priority: str = ""
    overdue: bool = False
    indexes: tuple[int, int] = (0, 0)

    @property
    def named(self) -> bool:
        return bool(self.text or self.everything or self.ordinal is not None or self.it)


def target(c: Clause, start: int, end: int, whole_message: Sentence, context: Context) -> Target:
    """Read the object of a command from clause tokens start..end."""
    tag = c.list_phrase.name if c.list_phrase else ""
    if start >= end:
        return Target(tag=tag)
    if whole(c, start, end):
        return _everything(c, start, end, tag, _moment(c, start, end, whole_message, context))
    ordinal = place(c, start, end)
    if ordinal is not None:
        return Target(ordinal=ordinal, tag=tag)
    if end - start == 1 and c.word(start) in IT:
        return Target(it=True, tag=tag)
    if c.word(start) in {"all", "every", "everything"}:
        return _everything(c, start, end, tag or _tagged(c, start, end), _moment(c, start, end, whole_message, context))
    return _titled(c, start, end, whole_message, context, tag)


def _everything(c: Clause, start: int, end: int, tag: str, when: Moment | None) -> Target:
    """All tasks, or all of a kind: "all completed tasks", "all my overdue tasks", "all low priority ones"."""
    words = {c.word(n) for n in range(start, end)}
    status = (
        "completed"
        if words & {"completed", "done", "finished"}
        else "active"
        if words & {"open", "active", "remaining", "pending"}
        else ""
    )
    level = next((found[0] for n in range(start, end) if (found := level_at(c.s, n))), "")
    return Target(everything=True, tag=tag, moment=when, status=status, priority=level, overdue="overdue" in words)


def _tagged(c: Clause, start: int, end: int) -> str:
    for n in range(start, end - 1):
        if c.word(n) in {"tagged", "#"}:
            first = n + 2 if c.word(n + 1) in {"as", "with", "#"} else n + 1
            return c.s.cut(first, name_end(c.s, first))
    return ""


def _moment(c: Clause, start: int, end: int, message: Sentence, context: Context) -> Moment | None:
    first, last = c.s.tokens[start].index, c.s.tokens[end - 1].index + 1
    return next(moments(message, context, first, last), None)


def _titled(c: Clause, start: int, end: int, message: Sentence, context: Context, tag: str) -> Target:
    i, literal = _opening(c, start, end)
    j = _closing(c, i, end)
    if i >= j:
        return Target(tag=tag)
    if j - i == 1 and ((c.word(i) in _BARE and not literal and c.word(i) != "errand") or c.word(i) in IT):
        return Target(
            it=c.word(i) in IT or (c.word(i) in {"task", "one"} and c.word(i - 1) in {"this", "that"}), tag=tag
        )
    if all(c.word(n) in _UNNAMED for n in range(i, j)):
        return Target(tag=tag)
    indexes = c.s.indexes(i, j)
    span = (indexes[0], indexes[-1] + 1)
    full = title(message, indexes, frozenset())
    found = (
        None
        if literal
        else next((m for m in moments(message, context, *span) if m.end >= span[1] or m.start <= span[0] + 1), None)
    )
    if found is None:
        return Target(full, full, tag=tag, indexes=span)
    masked = frozenset(range(found.start, found.end))
    rest = [n for n in indexes if n not in masked]
    text = title(message, rest, masked) if any(message.word(n) not in ARTICLES | {"'", "s"} for n in rest) else None
    return Target(text, full, tag=tag, moment=found, indexes=span)


def _opening(c: Clause, start: int, end: int) -> tuple[int, bool]:
    """Skip "the task", "my reminder to", "the item called"; what follows a task noun is the title as it stands."""
    i = start
    while i < end and c.word(i) in ARTICLES | {"of"}:
        i += 1
    if (
        c.word(i) in TASK_NOUNS - {"one", "ones"}
        and i + 1 < end
        and c.word(i) not in {"things", "thing", "chores", "note", "action"}
    ):
        j = i + 1
        j = j + 1 if c.word(j) in {"item", "task"} and c.word(i) in {"todo", "list"} and j + 1 < end else j
        if c.word(j) in {"due", "on", "at", "from", "in"} or (
            c.word(j) == "for" and c.word(i) not in {"reminder", "task"}
        ):
            return j, False
        while j < end - 1 and c.word(j) in _NAMED:
            j += 1
        return j, True
    if c.word(i) == "event" and c.word(i + 1) in {"called", "named", "titled", "about"}:
        return i + 2, False
    return i, False


_CLOSING = vocabulary(", . : off from anymore already too")
_NAMING_NOUNS = vocabulary("one ones things thing note activity action notes")


def _closing(c: Clause, start: int, end: int) -> int:
    """Drop "task", "from my list" and the like after the title ("walk dog task")."""
    j = end
    while j > start + 1 and (c.word(j - 1) in TASK_NOUNS - _NAMING_NOUNS or c.word(j - 1) in _CLOSING):
        if c.word(j - 1) == "todo" and c.word(j - 2) in {"to", "things"}:
            return j
        j -= 1
    return j


def selection(aim: Target) -> Selection:
    """The parts of a target beside its title."""
    chosen: Selection = {}
    if aim.everything:
        chosen["all"] = True
    if aim.ordinal is not None:
        chosen["ordinal"] = aim.ordinal
    if aim.tag:
        chosen["tag"] = aim.tag
    if aim.status:
        chosen["status"] = aim.status
    if aim.priority:
        chosen["priority"] = aim.priority
    if aim.overdue:
        chosen["overdue"] = True
    if aim.it:
        chosen["it"] = True
    if aim.full and aim.full != aim.text:
        chosen["text"] = aim.full
    if aim.moment and aim.moment.named:
        day = aim.moment.named
        chosen["due"] = (day.date() if isinstance(day, datetime) else day).isoformat()
    return chosen
