"""A completing command, its object cut free of the list that it stands on."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.vocabulary import vocabulary

DONE = vocabulary("done complete completed finished accomplished finish checked achieved ticked over resolved handled")
"""States that a finished task is said to be in."""


def finished(c: Clause, start: int, end: int, confidence: float, rule: str) -> Command:
    """The command with its object in tokens start..end."""
    listed = c.list_phrase
    if listed and listed.start >= start and listed.end <= len(c):
        c, removed = without(c, listed.start, min(listed.end, end)), min(listed.end, end) - listed.start
        end -= removed if listed.start < end else 0
    return Command("complete", confidence, rule, c, start, max(start, end))
