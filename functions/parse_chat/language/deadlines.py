"""A deadline says that something is to be done yet: "cancel my membership by friday" deletes nothing."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.lexicon import MONTHS, TODAY, TOMORROW, WEEKDAYS


def has_deadline(c: Clause) -> bool:
    """Whether "by" a day, month or "the …" follows the object."""
    by = next((n for n in range(2, len(c) - 1) if c.word(n) == "by"), 0)
    word = c.word(by + 1)
    return bool(by) and (word in WEEKDAYS or word in MONTHS or word in TOMORROW | TODAY | {"next", "end", "the"})
