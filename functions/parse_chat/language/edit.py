"""The reading of a change: which task, and the new value of which field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.command import EVENT_NOUNS
from functions.parse_chat.language.durations import Duration, duration
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moment
from functions.parse_chat.language.new_task import first_occurrence, repeat
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.reading import Clarification, Data, Reading, Span
from functions.parse_chat.language.recurrence.phrase import recurrence
from functions.parse_chat.language.reminders import reminders
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.tags import tags
from functions.parse_chat.language.target import Target, selection, target
from functions.parse_chat.language.title import title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_NONE = vocabulary("none nothing never no blank empty")


@dataclass(frozen=True, slots=True)
class Value:
    """New values by field, the moment among them, a question, a notice."""

    changes: dict[str, Any]
    moment: Moment | None = None
    question: Clarification | None = None
    notice: str | None = None


def edit(change: Change, s: Sentence, context: Context, zone: str) -> Reading:
    """Read target and new value of a recognised change."""
    c = change.clause
    aim = target(c, change.start, change.end, s, context)
    value = _value(change, s, context, zone)
    aim, value = _vague_target(aim, value, change)
    data: Data = {
        "title": aim.text or aim.full,
        "target": aim.text or aim.full,
        "select": selection(aim),
        "changes": value.changes,
        "due_at": _due(value, zone),
        "priority": value.changes.get("priority"),
        "tags": value.changes.get("tags", []),
        "reminders": value.changes.get("reminders", []),
        "recurrence": value.changes.get("recurrence"),
    }
    data["all_day"] = None if data["due_at"] is None else len(data["due_at"]) == 10
    asked = value.question or _question(aim, value, change)
    spans = (Span("title", *s.span(*aim.indexes), change.rule),) if aim.text else ()
    confidence = min(change.confidence, 0.85) if asked else change.confidence
    return Reading("update", confidence, data, asked, value.notice, spans, rule=change.rule)


_VAGUE_TARGET_WORDS = vocabulary("subject time date title details name the priority deadline")


def _vague_target(aim: Target, value: Value, change: Change) -> tuple[Target, Value]:
    """Such as "the subject", "time" are fields, not tasks; a bare "meeting" names no particular one."""
    words = set((aim.text or "").lower().split())
    if change.rule.endswith("-what") and words and words <= _VAGUE_TARGET_WORDS:
        return Target(moment=aim.moment), value
    return aim, value


def _question(aim: Target, value: Value, change: Change) -> Clarification | None:
    if not aim.named and aim.moment is None and not _generic(change):
        return Clarification("Which task do you mean?", "target")
    if not value.changes:
        what = {
            "due_at": "When should it be due?",
            "title": "What should it be called?",
            "priority": "Which priority: low, medium or high?",
            "recurrence": "How often should it repeat?",
        }
        options = {"priority": ("low", "medium", "high")}.get(change.field, ())
        return Clarification(
            what.get(change.field, "What should be changed, and to what?"), change.field or "changes", options
        )
    if aim.it and change.clause.word(change.start) in {"this", "that", "these", "those"}:
        return Clarification("Which task do you mean?", "target")
    return None


def _generic(change: Change) -> bool:
    """Such as "move my meeting to …": the noun alone still names what is meant, if only one such task exists."""
    c = change.clause
    return any(c.word(n) in EVENT_NOUNS for n in range(change.start, change.end))


def _due(value: Value, zone: str) -> str | None:
    if value.moment:
        return stamped(value.moment.due, zone)
    due = value.changes.get("due_at")
    if isinstance(due, str):
        return due
    return None


def _value(change: Change, s: Sentence, context: Context, zone: str) -> Value:
    c = change.clause
    if change.field == "status":
        return Value({"status": "active"})
    if change.rule in {"prioritize", "prioritise"}:
        return Value({"priority": "high"})
    if change.rule in {"deprioritize", "deprioritise"}:
        return Value({"priority": "low"})
    if change.rule == "clear-field":
        return Value({change.field: [] if change.field == "reminders" else None})
    if change.value >= change.stop or change.value >= len(c):
        return Value({})
    first, last = c.s.tokens[change.value].index, c.s.tokens[change.stop - 1].index + 1
    if change.shift:
        return _shift(change, s, first)
    by_field = {
        "title": _title,
        "priority": _priority,
        "tags": _tags,
        "description": _description,
        "recurrence": _recurrence,
        "due_at": _due_at,
        "reminders": _reminders,
    }
    if change.field in by_field:
        return by_field[change.field](change, s, first, last, context, zone)
    return _guess(change, s, first, last, context, zone)


def _shift(change: Change, s: Sentence, first: int) -> Value:
    found = duration(s, first)
    if found is None:
        return Value({})
    by: Duration = found[0] if change.shift == "later" else found[0].negated()
    return Value({"shift": {"months": by.months, "days": by.days, "seconds": by.seconds}})


def _guess(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    """Such as "change X to V": V is a repetition, a date, a priority, or else a new title."""
    repeating = recurrence(s, context, first)
    if repeating and repeating.start <= first + 1:
        return _recurrence(change, s, first, last, context, zone)
    level = level_at(s, first)
    if level and level[1] >= last:
        return Value({"priority": level[0]})
    dated = _due_at(change, s, first, last, context, zone)
    if dated.changes or dated.question:
        return dated
    if change.rule == "make-it":
        return Value({}, question=Clarification("What should be changed, and to what?", "changes"))
    return _title(change, s, first, last, context, zone)


def _title(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del change, context, zone
    quoted = next(((a, b) for a, b in quotes(s) if a == first), None)
    name = title(s, range(*(quoted or (first, last))), frozenset())
    return Value({"title": name}) if name else Value({})


def _priority(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del change, context, zone
    for n in range(first, last):
        level = level_at(s, n)
        if level:
            return Value({"priority": level[0]})
    return (
        Value({"priority": None})
        if s.word(first) in _NONE
        else Value(
            {}, question=Clarification("Which priority: low, medium or high?", "priority", ("low", "medium", "high"))
        )
    )


def _tags(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del context, zone
    named = [t.name for t in tags(s) if t.start >= first - 1 and t.end <= last] or [
        s.cut(n, n + 1)
        for n in range(first, last)
        if s.word(n).isalnum() and s.word(n) not in {"and", "tag", "tags", "the", "as"}
    ]
    return (
        Value({"remove_tags" if change.rule == "remove-tag" or change.clause.word(0) == "untag" else "tags": named})
        if named
        else Value({})
    )


def _description(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del change, context, zone
    text = title(s, range(first, last), frozenset())
    return Value({"description": text}) if text else Value({})


def _recurrence(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del change, last
    if s.word(first) in _NONE:
        return Value({"recurrence": None})
    found = recurrence(s, context, first)
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
    due = first_occurrence(found, None, context)
    if due is not None and (found.weekdays or found.monthdays or found.at):
        changes["due_at"] = stamped(due, zone)
    return Value(changes)


def _due_at(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    if s.word(first) in _NONE and change.field:
        return Value({"due_at": None})
    found = _moment_in(s, first, last, context)
    if found is None:
        repeating = recurrence(s, context, first)
        return (
            _recurrence(change, s, first, last, context, zone)
            if repeating and repeating.start <= first + 1
            else Value({})
        )
    if found.problem:
        return Value({}, found, Clarification(found.problem, "due_at", found.options))
    if found.due is None:
        return Value({}, found, Clarification("That date has passed. When should it be due?", "due_at"))
    if s.word(found.end) in {"after", "before", "of", "in", "week", "month"} and found.end < last:
        text = f"I am not sure which day “{s.cut(first, last)}” is. When should it be due?"
        return Value({}, found, Clarification(text, "due_at"))
    changes: dict[str, Any] = {"due_at": stamped(found.due, zone)}
    if not found.has_day and isinstance(found.due, datetime):
        changes["keep_day"] = True
    if level := next((level_at(s, n) for n in range(found.end, last) if level_at(s, n)), None):
        changes["priority"] = level[0]
    return Value(changes, found)


def _moment_in(s: Sentence, first: int, last: int, context: Context) -> Moment | None:
    """A moment at the start of the value; a bare number or "half past 2" is an hour here ("move it to 2")."""
    at = first + 1 if s.word(first) in {"be", "due", "start", "begin", "it", "to"} else first
    for start in (at, at - 1):
        found = moment(s, start, context) if s.word(start) else None
        if found and found.end > at and found.end >= min(last, found.end):
            return found
    # "to 2": the word before the value stands where "at" would
    opened = Sentence(s.text, tuple(replace(t, word="at") if t.index == at - 1 else t for t in s.tokens))
    return moment(opened, at - 1, context) if at > 0 else None


def _reminders(change: Change, s: Sentence, first: int, last: int, context: Context, zone: str) -> Value:
    del change, zone
    found = reminders(s, context, 0)
    leads = [{"lead_minutes": lead} for lead in found.leads]
    if leads:
        return Value({"reminders": leads})
    length = duration(s, first)
    return Value({"reminders": [{"lead_minutes": length[0].minutes}]}) if length and length[1] <= last else Value({})
