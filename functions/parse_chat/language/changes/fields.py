"""Fields by name: "the due date of X", "X's priority to high"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import before_from, first_of, last_of
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, past_words
from functions.parse_chat.language.vocabulary import texts

FIELDS: dict[str, str] = {
    "name": "title",
    "title": "title",
    "subject": "title",
    "text": "title",
    "wording": "title",
    "date": "due_at",
    "time": "due_at",
    "deadline": "due_at",
    "due": "due_at",
    "day": "due_at",
    "start": "due_at",
    "priority": "priority",
    "importance": "priority",
    "description": "description",
    "details": "",
    "detail": "",
    "note": "description",
    "notes": "description",
    "recurrence": "recurrence",
    "repetition": "recurrence",
    "schedule": "due_at",
    "reminder": "reminders",
    "tag": "tags",
    "tags": "tags",
    "category": "tags",
    "label": "tags",
    "hour": "due_at",
    "location": "",
    "place": "",
    "duration": "",
    "frequency": "recurrence",
}


_AFTER_FIELD = frozenset(texts("of; for; to; from; on; as; ; in; :"))


def field_at(c: Clause, i: int) -> tuple[str, int] | None:
    """A field's name at token i: "due date", "start time", "priority"; "" for fields that tasks do not have."""
    word, after = c.word(i), c.word(i + 1)
    if word in {"due", "start", "starting", "end", "scheduled", "deadline"} and after in {"date", "time", "day"}:
        return "due_at", i + 2
    if word in {"date", "day"} and after in {"and", "or"} and c.word(i + 2) == "time":
        return "due_at", i + 3
    if word in {"priority", "importance"} and after == "level":
        return "priority", i + 2
    if word in FIELDS and FIELDS[word] and (after in _AFTER_FIELD):
        return FIELDS[word], i + 1
    return None


def of_field(c: Clause, start: int) -> Change | None:
    """Such as "the due date of X to V", "X's priority to high", "the title to V", "submit report due date to Monday"."""
    i = past_words(c, start, ARTICLES)
    found = field_at(c, i)
    return _field_first(c, i, *found) if found else _object_first(c, i)


def _field_first(c: Clause, i: int, field: str, j: int) -> Change | None:
    """Such as "due date of X to V", "title from U to V": the field is tokens i..j."""
    if c.word(j) in {"of", "for", "on", "in"}:
        n = _value_at(c, j + 2, field)
        end, value = (n, n + 1) if n is not None else (len(c), len(c))
        return Change(c, j + 1, before_from(c, j + 1, end), value, len(c), field, "change-field-of", 0.95)
    n = last_of(c, {"to", "into"}, j + 1) if c.word(j) == "from" else None
    if n is not None:
        first, end = (j + 1, n) if field == "title" else (i, i)
        return Change(c, first, end, n + 1, len(c), field, "change-field-from", 0.92)
    if c.word(j) in {"to", "as", ":"} and j + 1 < len(c):
        return Change(c, i, i, j + 1, len(c), field, "change-field", 0.85)
    return Change(c, i, i, len(c), len(c), field, "change-field-what", 0.8) if j >= len(c) else None


def _object_first(c: Clause, i: int) -> Change | None:
    """Such as "submit report due date to Monday"."""
    n = last_of(c, {"to", "as", "into"}, i + 1)
    if n is None or n >= len(c) - 1:
        return None
    named = ((k, field_at(c, k)) for k in range(n - 1, i, -1))
    at, field = next(((k, f[0]) for k, f in named if f and f[1] == n), (0, ""))
    if not at:
        return None
    at = at - 1 if c.word(at - 1) == "due" and at - 1 > i else at
    return Change(c, i, at, n + 1, len(c), field, "change-x-field", 0.95)


def _value_at(c: Clause, start: int, field: str) -> int | None:
    n = (
        first_of(c, {"to"}, start)
        if field == "title" and last_of(c, {"to"}, start) == first_of(c, {"to"}, start)
        else last_of(c, {"to", "as", "until"}, start)
    )
    return n if n is not None and n < len(c) - 1 else None
