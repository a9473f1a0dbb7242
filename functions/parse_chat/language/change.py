"""Commands that alter a task: reschedule, rename, shift, prioritise, tag, repeat. Here their form; the values are read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, EVENT_NOUNS, IT, TASK_NOUNS, past_words
from functions.parse_chat.language.lexicon import MONTHS, TODAY, TOMORROW, TONIGHT, UNITS, WEEKDAYS
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.priority import level_at
from functions.parse_chat.language.vocabulary import texts, vocabulary

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
_CHANGE = vocabulary("change update edit modify alter adjust amend switch correct fix revise")
_MOVE = vocabulary(
    "move reschedule postpone push shift delay defer bump bring put prepone advance swap drag slide relocate"
    " set extend pull resched"
)
_LATER = vocabulary("later back out forward ahead after")
_EARLIER = vocabulary("earlier sooner up forward before")
_TO = vocabulary("to until till til for as into on by from at")


@dataclass(frozen=True, slots=True)
class Change:
    """The object is tokens start..end of the clause, the new value tokens value..stop; `field` "" means "see the value"."""

    clause: Clause
    start: int
    end: int
    value: int
    stop: int
    field: str
    rule: str
    confidence: float = 0.93
    shift: str = ""
    verb: str = ""


def change(c: Clause) -> Change | None:
    """The change, or None when the clause asks for something else."""
    first = c.word(0)
    if first == "rename":
        return _renamed(c, 1)
    if c.has(0, "make", "a", "change", "to") or c.has(0, "make", "some", "changes", "to"):
        return Change(c, 4, len(c), len(c), len(c), "", "make-a-change", 0.85)
    if first in {"replace", "swap"} and _last(c, {"with", "for"}, 2) and first == "replace":
        n = _last(c, {"with"}, 2)
        return Change(c, 1, n, n + 1, len(c), "title", "replace", 0.85) if n and n < len(c) - 1 else None
    if first in _CHANGE:
        return _changed(c)
    if first == "set" and c.word(1) == "priority" and c.word(3) in {"for", "of", "on"}:
        return Change(c, 4, len(c), 2, 3, "priority", "set-priority", 0.9)
    if first == "set" and c.word(1) in {"a", "the"} and c.word(2) == "new" and _field(c, 3):
        return _of_field(replace(c, s=replace(c.s, tokens=c.s.tokens[2:])), 1)
    if first in {"make", "set", "mark", "give", "flag", "label"}:
        found = (
            _graded(c)
            or _made_earlier(c)
            or (_of_field(c, 1) if first == "set" and not _new_thing(c) else None)
            or _due(c)
        )
        if found:
            return found
    if first in {"prioritize", "prioritise", "deprioritize", "deprioritise"}:
        return Change(c, 1, len(c), 0, 1, "priority", first, 0.85)
    if first in {"raise", "lower", "increase", "decrease"} and "priority" in _words(c):
        return _of_field(c, 1)
    if first in {"tag", "untag", "label", "categorize"}:
        return _tagged(c)
    if first in {"add", "attach", "append", "remove"}:
        return _appended(c)
    if first in {"reopen", "uncomplete", "unmark", "uncheck", "untick"}:
        return Change(c, 1, len(c), 0, 1, "status", "reopen", 0.88)
    if (first in {"mark", "set"} and "not" in _words(c)) or (
        first == "mark" and set(_words(c)) & {"incomplete", "undone", "unfinished"}
    ):
        return _reopened(c)
    if first in {"repeat"} and len(c) > 1 and c.word(1) in IT | {"the"} and "every" in _words(c):
        return Change(c, 1, 2, 2, len(c), "recurrence", "repeat", 0.8)
    if first in _MOVE:
        return _moved(c)
    return _should(c)


_NEW_THING_WORDS = vocabulary("reminder reminders note notes alarm task todo alert")
_NEW_THING_MORE_WORDS = vocabulary("new up another recurring repeating daily weekly monthly")


def _new_thing(c: Clause) -> bool:
    """Such as "set a reminder for X" makes something new."""
    named = c.word(past_words(c, 1, ARTICLES | _NEW_THING_MORE_WORDS))
    return named in _NEW_THING_WORDS and c.word(1) not in {"my", "the"}


def _words(c: Clause) -> list[str]:
    return [t.word for t in c.s.tokens]


def _last(c: Clause, words: frozenset[str] | set[str], start: int) -> int | None:
    return next((n for n in range(len(c) - 1, start - 1, -1) if c.word(n) in words), None)


def _first(c: Clause, words: frozenset[str] | set[str], start: int) -> int | None:
    return next((n for n in range(start, len(c)) if c.word(n) in words), None)


def _renamed(c: Clause, start: int) -> Change:
    n = _last(c, {"to", "as", "into"}, start + 1)
    if n is None or n == len(c) - 1:
        return Change(c, start, n or len(c), len(c), len(c), "title", "rename")
    return Change(c, start, n, n + 1, len(c), "title", "rename", 0.95)


_CHANGED_WORDS = vocabulary("lunch dinner subject time date title details")


def _changed(c: Clause) -> Change | None:
    """Such as "change the due date of X to V", "change X to V", "change X from U to V", "change the meeting"."""
    start = 2 if c.has(1, "up") else 1
    if c.word(0) == "update" and {"list", "lists"} & set(_words(c)) and {"with", "include"} & set(_words(c)):
        return None
    named = _of_field(c, start)
    if named:
        return named
    shifted = _made_earlier(c)
    if shifted:
        return shifted
    n = _last(c, {"to", "into"}, start)
    if n is not None and n < len(c) - 1:
        return Change(c, start, _before_from(c, start, n), n + 1, len(c), "", f"{c.word(0)}-to", 0.9)
    listed = set(_words(c)) & (EVENT_NOUNS | TASK_NOUNS | _CHANGED_WORDS) or c.word(start) in IT
    if c.word(0) in {"change", "update", "edit", "modify", "alter"} and listed and not c.needed:
        return Change(c, start, len(c), len(c), len(c), "", f"{c.word(0)}-what", 0.85)
    return None


def _before_from(c: Clause, start: int, to: int) -> int:
    n = next((n for n in range(to - 1, start, -1) if c.word(n) == "from"), None)
    return n if n is not None and n > start else to


def _of_field(c: Clause, start: int) -> Change | None:
    """Such as "the due date of X to V", "X's priority to high", "the title to V", "submit report due date to Monday"."""
    i = past_words(c, start, ARTICLES)
    found = _field(c, i)
    if found:
        field, j = found
        if c.word(j) in {"of", "for", "on", "in"}:
            n = _value_at(c, j + 2, field)
            end = n if n is not None else len(c)
            value = n + 1 if n is not None else len(c)
            return Change(c, j + 1, _before_from(c, j + 1, end), value, len(c), field, "change-field-of", 0.95)
        if c.word(j) == "from":
            n = _last(c, {"to", "into"}, j + 1)
            if n is not None:
                return Change(
                    c,
                    j + 1 if field == "title" else i,
                    n if field == "title" else i,
                    n + 1,
                    len(c),
                    field,
                    "change-field-from",
                    0.92,
                )
        if c.word(j) in {"to", "as", ":"} and j + 1 < len(c):
            return Change(c, i, i, j + 1, len(c), field, "change-field", 0.85)
        return Change(c, i, i, len(c), len(c), field, "change-field-what", 0.8) if j >= len(c) else None
    n = _last(c, {"to", "as", "into"}, i + 1)
    if n is None or n >= len(c) - 1:
        return None
    named = ((k, _field(c, k)) for k in range(n - 1, i, -1))
    at, field = next(((k, f[0]) for k, f in named if f and f[1] == n), (0, ""))
    if not at:
        return None
    at = at - 1 if c.word(at - 1) in {"due"} and at - 1 > i else at
    return Change(c, i, at, n + 1, len(c), field, "change-x-field", 0.95)


_FIELD_TEXTS = frozenset(texts("of; for; to; from; on; as; ; in; :"))


def _field(c: Clause, i: int) -> tuple[str, int] | None:
    """A field's name at token i: "due date", "start time", "priority"; "" for fields that tasks do not have."""
    word, after = c.word(i), c.word(i + 1)
    if word in {"due", "start", "starting", "end", "scheduled", "deadline"} and after in {"date", "time", "day"}:
        return "due_at", i + 2
    if word in {"date", "day"} and after in {"and", "or"} and c.word(i + 2) == "time":
        return "due_at", i + 3
    if word in {"priority", "importance"} and after == "level":
        return "priority", i + 2
    if word in FIELDS and FIELDS[word] and (after in _FIELD_TEXTS):
        return FIELDS[word], i + 1
    return None


def _value_at(c: Clause, start: int, field: str) -> int | None:
    n = (
        _first(c, {"to"}, start)
        if field == "title" and _last(c, {"to"}, start) == _first(c, {"to"}, start)
        else _last(c, {"to", "as", "until"}, start)
    )
    return n if n is not None and n < len(c) - 1 else None


_MOVED_WORDS = vocabulary("put set bring extend pull advance drag slide")


def _moved(c: Clause) -> Change | None:
    """Such as "move X to V", "push X back by D", "postpone X until V", "bring X forward an hour", "reschedule X"."""
    first = c.word(0)
    start = 1
    if first == "set":
        n = _last(c, {"for", "to"}, 3)
        return (
            Change(c, 1, n, n + 1, len(c), "due_at", "set-for", 0.8)
            if n and c.word(1) in {"the", "my"} and _timely(c, n + 1)
            else None
        )
    if c.word(1) in {"back", "up", "forward", "off", "out"} and c.word(2) not in {"to", "by", "until"}:
        start = 2
    shifted = _shifted(c, start)
    if shifted:
        return shifted
    strict = first in _MOVED_WORDS
    n = _last(
        c,
        {"to", "until", "till", "til", "into"}
        if first not in {"reschedule", "postpone", "defer", "delay"}
        else {"to", "until", "till", "til", "for", "into"},
        start,
    )
    if n is not None and n < len(c) - 1:
        if strict and first != "bring":
            return (
                None
                if first in {"set", "put"} and c.word(start) not in IT and not _off(c)
                else Change(c, start, _object_end(c, start, n), n + 1, len(c), "due_at", f"{first}-to", 0.8)
            )
        return Change(c, start, _object_end(c, start, n), n + 1, len(c), "due_at", f"{first}-to", 0.94)
    if first in {"reschedule", "postpone", "delay", "defer", "resched", "prepone"}:
        if c.word(start) == "to":
            return Change(c, start, start, start + 1, len(c), "due_at", f"{first}-to", 0.85)
        by = _last(c, {"by"}, start)
        return Change(c, start, by or len(c), len(c), len(c), "due_at", f"{first}-what", 0.88)
    if first == "put" and c.word(1) == "off" and len(c) > 2:
        return Change(c, 2, len(c), len(c), len(c), "due_at", "put-off", 0.7)
    if (
        first in {"move", "shift", "push", "bump"}
        and len(c) > 1
        and (c.word(1) in IT or set(_words(c)) & (EVENT_NOUNS | TASK_NOUNS - {"thing", "things"}))
    ):
        return Change(c, start, len(c), len(c), len(c), "due_at", f"{first}-what", 0.75)
    return None


def _timely(c: Clause, i: int) -> bool:
    word = c.word(i)
    return (
        word in WEEKDAYS
        or word in MONTHS
        or word in TODAY | TOMORROW | TONIGHT | {"noon", "midnight", "next", "this", "at", "the"}
        or c.s.number(i) is not None
    )


def _off(c: Clause) -> bool:
    return c.word(1) == "off" or "off" in _words(c)


def _object_end(c: Clause, start: int, to: int) -> int:
    end = _before_from(c, start, to)
    while end > start + 1 and c.word(end - 1) in {"back", "forward", "up", "out", "off", "over"}:
        end -= 1
    return end


_SHIFTED_WORDS = vocabulary("by back forward up another out ahead start to begin about down")
_SHIFTED_MORE_WORDS = vocabulary("by back forward up earlier later sooner out ahead another down")


def _shifted(c: Clause, start: int) -> Change | None:
    """A length of time at the end: "by 10 minutes", "back an hour", "two hours earlier", "forward a day"."""
    length = _length_at_end(c, start)
    if length is None:
        return None
    at, end, direction = length
    cut = at
    while cut > start and c.word(cut - 1) in _SHIFTED_WORDS:
        cut -= 1
    words = {c.word(n) for n in range(cut, at)} | ({c.word(1)} if start == 2 else set()) | {direction}
    if not words & _SHIFTED_MORE_WORDS and c.word(0) not in {"delay", "postpone", "extend"}:
        return None
    earlier = (
        bool(words & {"earlier", "sooner", "up"})
        or (("forward" in words or "ahead" in words) and c.word(0) in {"bring", "pull"})
        or c.word(0) in {"prepone", "advance"}
    )
    return Change(c, start, cut, at, end, "due_at", f"{c.word(0)}-shift", 0.93, shift="earlier" if earlier else "later")


_LENGTH_AT_END_WORDS = vocabulary("earlier later sooner back forward up ahead out")


def _length_at_end(c: Clause, start: int) -> tuple[int, int, str] | None:
    end = len(c)
    direction = c.word(end - 1) if c.word(end - 1) in _LENGTH_AT_END_WORDS else ""
    end = end - 1 if direction else end
    end = end - 1 if c.word(end - 1) == "or" else end
    if UNITS.get(c.word(end - 1)) is None:
        return None
    for n in range(max(start, end - 7), end):
        if c.word(n) in {"a", "an", "half", "one", "another"} or cardinal(c.s, n):
            if c.word(n - 1) in {".", "and"} or (c.word(n) in {"a", "an"} and c.word(n - 1) == "half"):
                continue
            return n, end, direction
    return None


def _made_earlier(c: Clause) -> Change | None:
    """Such as "make it an hour earlier", "make the meeting to start 40 minutes earlier", "change it to start 10 minutes earlier"."""
    if c.word(len(c) - 1) not in {"earlier", "later", "sooner"}:
        return None
    return _shifted(c, 1)


_GRADED_WORDS = vocabulary("reminder task todo new note event item recurring repeating")


def _graded(c: Clause) -> Change | None:
    """Such as "make X high priority", "set X to low priority", "mark X as urgent", "set the priority of X to high"."""
    if (
        c.word(1) in {"a", "an", "the"}
        and c.word(0) in {"make", "set", "give"}
        and c.word(2) in _GRADED_WORDS
        and c.word(0) != "give"
    ):
        return None
    for n in range(len(c) - 1, 1, -1):
        level = level_at(c.s, n)
        if level and level[1] >= len(c):
            at = n - 1 if c.word(n - 1) in {"a", "an", "the"} else n
            linked = c.word(at - 1) in {"as", "to", "is", ":"}
            wordy = any("priority" in c.word(k) for k in range(n, len(c))) or c.word(n) == "!"
            if (not (linked or wordy) and c.word(n) not in {"urgent", "important"}) or at - 1 < 1:
                continue
            end = at - 1 if linked else at
            end = end - 1 if c.word(end - 1) == "priority" else end
            return Change(c, 1, end, n, len(c), "priority", "grade", 0.94 if end > 1 else 0.85)
    return None


def _due(c: Clause) -> Change | None:
    """Such as "make X due friday", "set X due for monday at 5", "set X for tomorrow"."""
    n = _first(c, {"due"}, 2)
    if c.word(0) in {"make", "set", "mark"} and n is not None and n < len(c) - 1 and c.word(1) not in {"a", "an"}:
        end = n - 1 if c.word(n - 1) in {"be", "as", "to"} else n
        return Change(c, 1, end, n + 1, len(c), "due_at", "make-due", 0.9)
    if c.word(0) in {"make", "set"} and (c.word(1) in IT or c.word(1) == "the") and len(c) > 2 and c.word(1) in IT:
        value = 3 if c.word(2) in {"to", "for", "at", "on", "be"} else 2
        return Change(c, 1, 2, value, len(c), "", "make-it", 0.85)
    if c.word(0) == "make" and _first(c, {"repeat", "recurring", "recur"}, 2):
        at = _first(c, {"repeat", "recurring", "recur"}, 2) or 2
        return Change(c, 1, at, at + 1, len(c), "recurrence", "make-repeat", 0.85)
    return None


def _tagged(c: Clause) -> Change | None:
    """Such as "tag X as work", "tag it home", "tag X with #errand", "untag X"."""
    n = _last(c, {"as", "with", "under"}, 2)
    if n is not None and n < len(c) - 1:
        return Change(c, 1, n, n + 1, len(c), "tags", "tag-as", 0.92)
    hash_ = _first(c, {"#"}, 2)
    if hash_:
        return Change(c, 1, hash_, hash_, len(c), "tags", "tag-hash", 0.9)
    if c.word(0) == "tag" and c.word(1) in IT and len(c) == 3:
        return Change(c, 1, 2, 2, 3, "tags", "tag-it", 0.9)
    return None


def _appended(c: Clause) -> Change | None:
    """Such as "add the tag work to X", "add a note to X: bring cash", "add a reminder to X an hour before"."""
    i = past_words(c, 1, ARTICLES)
    if (c.word(i) in {"tag", "label"} and "to" in _words(c)) or (c.word(i) in {"tag", "label"} and "from" in _words(c)):
        n = _last(c, {"to", "from"}, i + 1) or i
        return Change(c, n + 1, len(c), i + 1, n, "tags", "add-tag" if c.word(0) != "remove" else "remove-tag", 0.9)
    if c.word(i) == "#" and c.word(i + 2) in {"to", "from"}:
        return Change(c, i + 3, len(c), i, i + 2, "tags", "add-tag" if c.word(0) != "remove" else "remove-tag", 0.9)
    if (
        c.word(i) in {"note", "description", "comment", "details"}
        and c.word(i + 1) in {"to", "on"}
        and c.word(0) != "remove"
    ):
        colon = _first(c, {":", "saying", "that", "-"}, i + 2)
        return Change(c, i + 2, colon, colon + 1, len(c), "description", "add-note", 0.85) if colon else None
    field, j = _field(c, i) or ("", i)
    cleared = field in {"due_at", "priority", "recurrence", "reminders", "description"}
    if c.word(0) == "remove" and cleared and c.word(j) in {"from", "of", "on", "for"}:
        return Change(c, j + 1, len(c), len(c), len(c), field, "clear-field", 0.9)
    return None


def _reopened(c: Clause) -> Change:
    found = _last(c, {"as", "not", "incomplete", "undone", "unfinished"}, 1)
    n = found if found is not None else len(c)
    n = n - 1 if c.word(n) == "not" and c.word(n - 1) == "as" else n
    return Change(c, 1, n, 0, 1, "status", "reopen", 0.9)


_SHOULD_WORDS = vocabulary("changed moved rescheduled postponed pushed shifted updated renamed")
_SHOULD_MORE_WORDS = vocabulary("be been is was has got to")
_SHOULD_OTHER_WORDS = vocabulary("what when why who which remind i was has is")
_SHOULD_FURTHER_WORDS = vocabulary("should must needs need has is was can could got")


def _should(c: Clause) -> Change | None:
    """Such as "this meeting should be changed to tomorrow", "X is now due Monday", "the meeting has moved to friday"."""
    words = _words(c)
    for n in range(1, len(words) - 2):
        if words[n] in _SHOULD_WORDS and words[n - 1] in _SHOULD_MORE_WORDS:
            to = next((k for k in range(n + 1, len(words)) if words[k] in {"to", "until", "for"}), None)
            subject = next((k for k in range(n) if words[k] in _SHOULD_FURTHER_WORDS), n - 1)
            if to and to < len(words) - 1 and words[0] not in _SHOULD_OTHER_WORDS:
                return Change(
                    c, 0, subject, to + 1, len(c), "title" if words[n] == "renamed" else "due_at", "should-change", 0.85
                )
        if words[n] == "is" and words[n + 1] == "now" and words[n + 2] in {"due", "on", "at"}:
            return Change(c, 0, n, n + 3, len(c), "due_at", "is-now", 0.8)
    return None
