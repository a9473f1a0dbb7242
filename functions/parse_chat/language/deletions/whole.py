"""Whether a deletion means the whole list."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, past_words, whole


def covers_all(c: Clause, start: int, end: int) -> bool:
    """Such as "my todo list", "all my tasks", "the items on my list", "my calendar for today"."""
    if whole(c, start, end):
        return True
    i = past_words(c, start, ARTICLES | {"of", "out"})
    words = [c.word(n) for n in range(i, end)]
    if not words:
        return False
    listed = words[-1] in {"list", "lists", "calendar", "schedule", "agenda"} and not set(words) & {
        "from",
        "on",
        "off",
        "to",
    }
    plural = bool(c.list_phrase) and words in (["items"], ["tasks"], ["todos"], ["things"], ["reminders"], ["contents"])
    dated = words[0] in {"calendar", "schedule", "agenda"} and len(words) > 1
    return listed or plural or dated or words in (["events"], ["appointments"], ["meetings"])
