"""The new value that a change names: a date, a title, a priority, tags, a repetition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.durations import Duration, duration
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.language.recurrence.phrase import recurrence
from functions.parse_chat.language.reminders import reminders
from functions.parse_chat.language.repeating import first_occurrence, repeat
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.tags import tags
from functions.parse_chat.language.title import title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Value:
    """New values by field, the moment among them, a question, a notice."""

    changes: dict[str, Any]
    moment: Moment | None = None
    question: Clarification | None = None
    notice: str | None = None


_NONE = vocabulary("none nothing never no blank empty")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a new value: tokens first..last of the whole message, and what is needed to read them."""

    change: Change
    s: Sentence
    first: int
    last: int
    context: Context
    zone: str


def new_value(change: Change, s: Sentence, context: Context, zone: str) -> Value:
    """What a recognised change sets; empty when its words name no value."""
    c = change.clause
    fixed = _fixed(change)
    if fixed:
        return Value(fixed)
    if change.value >= change.stop or change.value >= len(c):
        return Value({})
    first, last = c.s.tokens[change.value].index, c.s.tokens[change.stop - 1].index + 1
    if change.shift:
        return _shift(change, s, first)
    return _BY_FIELD.get(change.field, _guess)(Words(change, s, first, last, context, zone))


def _fixed(change: Change) -> dict[str, Any]:
    """The values of a change whose verb alone says them; {} for the others."""
    if change.field == "status":
        return {"status": "active"}
    if change.rule in {"prioritize", "prioritise"}:
        return {"priority": "high"}
    if change.rule in {"deprioritize", "deprioritise"}:
        return {"priority": "low"}
    if change.rule == "clear-field":
        return {change.field: [] if change.field == "reminders" else None}
    return {}


def _shift(change: Change, s: Sentence, first: int) -> Value:
    found = duration(s, first)
    if found is None:
        return Value({})
    by: Duration = found[0] if change.shift == "later" else found[0].negated()
    return Value({"shift": {"months": by.months, "days": by.days, "seconds": by.seconds}})


def _guess(w: Words) -> Value:
    """Such as "change X to V": V is a repetition, a date, a priority, or else a new title."""
    repeating = recurrence(w.s, w.context, w.first)
    if repeating and repeating.start <= w.first + 1:
        return _recurrence(w)
    level = level_at(w.s, w.first)
    if level and level[1] >= w.last:
        return Value({"priority": level[0]})
    dated = _due_at(w)
    if dated.changes or dated.question:
        return dated
    if w.change.rule == "make-it":
        return Value({}, question=Clarification("What should be changed, and to what?", "changes"))
    return _title(w)


def _title(w: Words) -> Value:
    quoted = next(((a, b) for a, b in quotes(w.s) if a == w.first), None)
    name = title(w.s, range(*(quoted or (w.first, w.last))), frozenset())
    return Value({"title": name}) if name else Value({})


def _priority(w: Words) -> Value:
    for n in range(w.first, w.last):
        level = level_at(w.s, n)
        if level:
            return Value({"priority": level[0]})
    return (
        Value({"priority": None})
        if w.s.word(w.first) in _NONE
        else Value(
            {}, question=Clarification("Which priority: low, medium or high?", "priority", ("low", "medium", "high"))
        )
    )


def _tags(w: Words) -> Value:
    named = [t.name for t in tags(w.s) if t.start >= w.first - 1 and t.end <= w.last] or [
        w.s.cut(n, n + 1)
        for n in range(w.first, w.last)
        if w.s.word(n).isalnum() and w.s.word(n) not in {"and", "tag", "tags", "the", "as"}
    ]
    return (
        Value({"remove_tags" if w.change.rule == "remove-tag" or w.change.clause.word(0) == "untag" else "tags": named})
        if named
        else Value({})
    )


def _description(w: Words) -> Value:
    text = title(w.s, range(w.first, w.last), frozenset())
    return Value({"description": text}) if text else Value({})


def _recurrence(w: Words) -> Value:
    if w.s.word(w.first) in _NONE:
        return Value({"recurrence": None})
    found = recurrence(w.s, w.context, w.first)
    if found is None:
        return Value(
            {},
            question=Clarification(
                "How often should it repeat?", "recurrence", ("every day", "every week", "every month")
            ),
        )
    if found.out_of_scope:
        text = f"I cannot repeat a task by {found.out_of_scope} yet. The nearest I can do: {found.offer}."
        return Value({}, question=Clarification(text, "recurrence", (found.offer,)), notice=text)
    changes: dict[str, Any] = {"recurrence": repeat(found)}
    due = first_occurrence(found, None, w.context)
    if due is not None and (found.weekdays or found.monthdays or found.at):
        changes["due_at"] = stamped(due, w.zone)
    return Value(changes)


def _due_at(w: Words) -> Value:
    if w.s.word(w.first) in _NONE and w.change.field:
        return Value({"due_at": None})
    found = _moment_in(w.s, w.first, w.context)
    if found is None:
        repeating = recurrence(w.s, w.context, w.first)
        return _recurrence(w) if repeating and repeating.start <= w.first + 1 else Value({})
    if found.problem:
        return Value({}, found, Clarification(found.problem, "due_at", found.options))
    if found.due is None:
        return Value({}, found, Clarification("That date has passed. When should it be due?", "due_at"))
    if w.s.word(found.end) in {"after", "before", "of", "in", "week", "month"} and found.end < w.last:
        text = f"I am not sure which day “{w.s.cut(w.first, w.last)}” is. When should it be due?"
        return Value({}, found, Clarification(text, "due_at"))
    changes: dict[str, Any] = {"due_at": stamped(found.due, w.zone)}
    if not found.has_day and isinstance(found.due, datetime):
        changes["keep_day"] = True
    if level := next((level_at(w.s, n) for n in range(found.end, w.last) if level_at(w.s, n)), None):
        changes["priority"] = level[0]
    return Value(changes, found)


def _moment_in(s: Sentence, first: int, context: Context) -> Moment | None:
    """A moment at the start of the value; a bare number or "half past 2" is an hour here ("move it to 2")."""
    at = first + 1 if s.word(first) in {"be", "due", "start", "begin", "it", "to"} else first
    for start in (at, at - 1):
        found = moment(s, start, context) if s.word(start) else None
        if found and found.end > at:
            return found
    # "to 2": the word before the value stands where "at" would
    opened = Sentence(s.text, tuple(replace(t, word="at") if t.index == at - 1 else t for t in s.tokens))
    return moment(opened, at - 1, context) if at > 0 else None


def _reminders(w: Words) -> Value:
    found = reminders(w.s, w.context, 0)
    leads = [{"lead_minutes": lead} for lead in found.leads]
    if leads:
        return Value({"reminders": leads})
    length = duration(w.s, w.first)
    return Value({"reminders": [{"lead_minutes": length[0].minutes}]}) if length and length[1] <= w.last else Value({})


_BY_FIELD = {
    "title": _title,
    "priority": _priority,
    "tags": _tags,
    "description": _description,
    "recurrence": _recurrence,
    "due_at": _due_at,
    "reminders": _reminders,
}
