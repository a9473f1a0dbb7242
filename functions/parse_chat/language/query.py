"""What a question about tasks asks for: filters for the list, and how to answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from functions.parse_chat.language.calendars import month_end
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, TASK_NOUNS
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moments
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.questions.states import asked_state
from functions.parse_chat.language.tags import tags
from functions.parse_chat.language.title import title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import texts, vocabulary

_DONE = vocabulary("completed finished done complete")
_DID = vocabulary("do finish accomplish achieve")
"""After "did I"; "what did I add", for instance, asks for something else."""
_MODIFIERS = vocabulary(
    "all open active any upcoming current pending remaining more other new next list due overdue high low"
    " medium priority"
)


def filters(c: Clause, message: Sentence, context: Context) -> dict[str, Any]:
    """Only those asked for: `status`, `tag`, `priority`, `overdue`, `undated`, `q`, `asks`, `count`, `due_from` and `due_to` (bare dates).

    `asks` wants to know whether a task is there, in whatever state; "done" whether it is done.

    For completed tasks the days are `completed_from` and `completed_to`.
    """
    words = [t.word for t in c.s.tokens]
    found: dict[str, Any] = {"status": _status(words)}
    named = tags(message)
    name = named[0].name if named else (c.list_phrase.name if c.list_phrase else _named_list(words))
    if name:
        found["tag"] = name
    level = next((level_at(message, i) for i in range(len(message)) if _graded(message, i)), None)
    if level:
        found["priority"] = level[0]
    if "overdue" in words or "past due" in " ".join(words) or "late" in words or ("missed" in words or "miss" in words):
        found["overdue"] = True
    if _UNDATED & {" ".join(words[n : n + k]) for n in range(len(words)) for k in (1, 2, 3, 4)}:
        found["undated"] = True
    when = next(moments(message, context), None)
    if when:
        days = period(when, context)
        found |= (
            {name.replace("due", "completed"): day for name, day in days.items()}
            if found["status"] == "completed"
            else days
        )
    if words[:2] in (["how", "many"], ["number", "of"]) or "count" in words[:1]:
        found["count"] = True
    sought = _sought(c, message, when)
    state = _stated(c, message, when)
    if state:
        found = {"status": "all", "q": state, "asks": "done"}
    elif sought:
        found |= {"q": sought, "asks": True}
    return found


_UNDATED = frozenset(
    texts(
        "undated; no date; no due date; without date; without a date; without due date; without a due date; no deadline; without a deadline"
    )
)


def _status(words: list[str]) -> str:
    if set(words) & {"trash", "trashed", "deleted", "bin"}:
        return "trashed"
    if (set(words) & _DONE and not set(words) & {"not", "have", "to", "need"}) or (
        words[:3] == ["what", "have", "i"] and set(words) & _DONE
    ):
        return "completed"
    if any(words[i : i + 2] == ["did", "i"] and words[i + 2] in _DID for i in range(len(words) - 2)):
        return "completed"
    return "active"


def _graded(s: Sentence, i: int) -> bool:
    level = level_at(s, i)
    return level is not None and (
        s.word(i) in {"urgent", "important", "critical", "!", "p"}
        or "priority" in {s.word(k) for k in range(i, level[1] + 1)}
    )


_NAMED_LIST_WORDS = vocabulary(
    "todo to task reminder reminders todos tasks do complete full whole the 's today's things me please"
)


def _named_list(words: list[str]) -> str:
    """Such as "show my shopping list" names the list "shopping"."""
    if "list" in words and words.index("list") > 0:
        before = words[words.index("list") - 1]
        if before not in ARTICLES | _NAMED_LIST_WORDS and before.isalpha():
            return before
    return ""


def period(when: Moment, context: Context) -> dict[str, Any]:
    """The days that a moment covers in a question: a day, a week, a month; "before friday" has only an end."""
    day = when.named.date() if isinstance(when.named, datetime) else when.named
    if day is None:
        return {}
    rule = when.rule
    first, last = _bounds(rule, day, context.today)
    if set(when.lead.split()) & {"by", "before", "until", "till"}:
        return {"due_to": (last if "before" not in when.lead else last - timedelta(days=1)).isoformat()}
    if when.lead.split()[-1:] in (["after"], ["from"]):
        return {"due_from": first.isoformat()}
    return {"due_from": first.isoformat(), "due_to": last.isoformat()}


def _bounds(rule: str, day: date, today: date) -> tuple[date, date]:
    if rule in {"this-week", "next-week", "week-after-next"}:
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if "weekend" in rule:
        start = day - timedelta(days=max(0, day.weekday() - 5))
        return start, start + timedelta(days=1)
    if rule in {"this-month", "next-month", "month"}:
        return day.replace(day=1), month_end(day)
    if rule in {"this-year", "next-year"}:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if rule == "offset":
        return min(today, day), day
    return day, day


def _stated(c: Clause, message: Sentence, when: Moment | None) -> str | None:
    """The thing of "is the report done", "have I paid the rent"."""
    place = None if c.list_phrase else asked_state([t.word for t in c.s.tokens])
    if place is None:
        return None
    masked = frozenset(range(when.start, when.end)) if when else frozenset[int]()
    return title(message, [c.s.tokens[n].index for n in range(*place)], masked)


def _sought(c: Clause, message: Sentence, when: Moment | None) -> str | None:
    """The title asked about: "is X on my list", "check my reminders for X", "do I have X on my list"."""
    end = c.list_phrase.start if c.list_phrase else len(c)
    start = None
    if c.word(0) in {"is", "are"} and c.list_phrase and c.word(1) not in {"there", "anything"}:
        start = 1
    elif (
        c.word(0) in {"do", "did"}
        and c.list_phrase
        and c.word(1) == "i"
        and c.word(2) in {"have", "put", "add"}
        and c.word(3) not in {"any", "anything", "something"}
    ):
        start = 3
    elif c.word(0) in {"check", "search", "find", "look"} and "for" in [t.word for t in c.s.tokens]:
        start = [t.word for t in c.s.tokens].index("for") + 1
        end = len(c) if start > end else end
    if start is None:
        return None
    while c.word(start) in {"an", "a", "the", "item", "called"}:
        start += 1
    kept = [c.s.tokens[n].index for n in range(start, end) if c.word(n) not in {"already", "currently"}]
    if all(message.word(n) in TASK_NOUNS | ARTICLES | _MODIFIERS for n in kept):
        return None
    masked = frozenset(range(when.start, when.end)) if when else frozenset[int]()
    return title(message, kept, masked)
