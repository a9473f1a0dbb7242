"""Such as "tag X as work", "add the tag home to X", "add a note to X: bring cash"."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.fields import field_at
from functions.parse_chat.language.changes.positions import first_of, last_of, words_of
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, IT, past_words


def tagged(c: Clause) -> Change | None:
    """Such as "tag X as work", "tag it home", "tag X with #errand", "untag X"."""
    n = last_of(c, {"as", "with", "under"}, 2)
    if n is not None and n < len(c) - 1:
        return Change(c, 1, n, n + 1, len(c), "tags", "tag-as", 0.92)
    hash_ = first_of(c, {"#"}, 2)
    if hash_:
        return Change(c, 1, hash_, hash_, len(c), "tags", "tag-hash", 0.9)
    if c.word(0) == "tag" and c.word(1) in IT and len(c) == 3:
        return Change(c, 1, 2, 2, 3, "tags", "tag-it", 0.9)
    return None


def appended(c: Clause) -> Change | None:
    """Such as "add the tag work to X", "add a note to X: bring cash", "add a reminder to X an hour before"."""
    i = past_words(c, 1, ARTICLES)
    if (c.word(i) in {"tag", "label"} and "to" in words_of(c)) or (
        c.word(i) in {"tag", "label"} and "from" in words_of(c)
    ):
        n = last_of(c, {"to", "from"}, i + 1) or i
        return Change(c, n + 1, len(c), i + 1, n, "tags", "add-tag" if c.word(0) != "remove" else "remove-tag", 0.9)
    if c.word(i) == "#" and c.word(i + 2) in {"to", "from"}:
        return Change(c, i + 3, len(c), i, i + 2, "tags", "add-tag" if c.word(0) != "remove" else "remove-tag", 0.9)
    if (
        c.word(i) in {"note", "description", "comment", "details"}
        and c.word(i + 1) in {"to", "on"}
        and c.word(0) != "remove"
    ):
        colon = first_of(c, {":", "saying", "that", "-"}, i + 2)
        return Change(c, i + 2, colon, colon + 1, len(c), "description", "add-note", 0.85) if colon else None
    field, j = field_at(c, i) or ("", i)
    cleared = field in {"due_at", "priority", "recurrence", "reminders", "description"}
    if c.word(0) == "remove" and cleared and c.word(j) in {"from", "of", "on", "for"}:
        return Change(c, j + 1, len(c), len(c), len(c), field, "clear-field", 0.9)
    return None
