"""The reading of a change: which task, and the new value of which field."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.command import EVENT_NOUNS
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Clarification, Data, Reading, Span
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.target import Target, selection, target
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.values import Value, new_value
from functions.parse_chat.language.vocabulary import vocabulary


def edit(change: Change, s: Sentence, context: Context, zone: str) -> Reading:
    """Read target and new value of a recognised change."""
    c = change.clause
    aim = target(c, change.start, change.end, s, context)
    value = new_value(change, s, context, zone)
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


_FIELD_NAMES = vocabulary("subject time date title details name the priority deadline")


def _vague_target(aim: Target, value: Value, change: Change) -> tuple[Target, Value]:
    """Such as "the subject", "time" are fields, not tasks; a bare "meeting" names no particular one."""
    words = set((aim.text or "").lower().split())
    if change.rule.endswith("-what") and words and words <= _FIELD_NAMES:
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
