"""Which form of creating a clause has."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.creations.added import added, list_subject
from functions.parse_chat.language.creations.nouns import new_list, noun
from functions.parse_chat.language.creations.placed import placed, so_add, wanted
from functions.parse_chat.language.creations.planned import planned
from functions.parse_chat.language.creations.reminded import remembered, reminded, so_remind

_FORMS = (reminded, noun, new_list, remembered, so_remind, planned, so_add, added, wanted, list_subject, placed)


def creation(c: Clause) -> Command | None:
    """The command; its object may still hold the date, tags and priority, and may be empty."""
    return next((found for form in _FORMS if (found := form(c))), None)
