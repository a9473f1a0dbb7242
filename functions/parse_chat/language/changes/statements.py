"""A change stated as a fact: "the meeting has moved to friday"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.positions import words_of
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.vocabulary import vocabulary

_ALTERED = vocabulary("changed moved rescheduled postponed pushed shifted updated renamed")
_BEFORE_ALTERED = vocabulary("be been is was has got to")
_NO_STATEMENT = vocabulary("what when why who which remind i was has is")
_AFTER_SUBJECT = vocabulary("should must needs need has is was can could got")


def stated(c: Clause) -> Change | None:
    """Such as "this meeting should be changed to tomorrow", "X is now due Monday", "the meeting has moved to friday"."""
    words = words_of(c)
    for n in range(1, len(words) - 2):
        if words[n] in _ALTERED and words[n - 1] in _BEFORE_ALTERED:
            to = next((k for k in range(n + 1, len(words)) if words[k] in {"to", "until", "for"}), None)
            subject = next((k for k in range(n) if words[k] in _AFTER_SUBJECT), n - 1)
            if to and to < len(words) - 1 and words[0] not in _NO_STATEMENT:
                return Change(
                    c, 0, subject, to + 1, len(c), "title" if words[n] == "renamed" else "due_at", "should-change", 0.85
                )
        due = words[:1] == ["the"] and words[1:3] in (["due", "date"], ["deadline", "of"], ["deadline", "for"])
        if due and words[n] in {"should", "must"} and words[n + 1] == "be":
            start = next((k + 1 for k in range(2, n) if words[k] in {"of", "for"}), n)
            return Change(c, start, n, n + 2, len(c), "due_at", "date-should-be", 0.85)
        due = words[n] in {"should", "must"} and words[n + 1 : n + 3] == ["be", "due"]
        if due and n + 3 < len(words) and words[0] not in _NO_STATEMENT:
            return Change(c, 0, n, n + 3, len(c), "due_at", "should-be-due", 0.82)
        if words[n] == "is" and words[n + 1] == "now" and words[n + 2] in {"due", "on", "at"}:
            return Change(c, 0, n, n + 3, len(c), "due_at", "is-now", 0.8)
    return None
