"""Which sentence of a message holds its command, and which command that is."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.clause import clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.intent import intent
from functions.parse_chat.language.safety import suspicious
from functions.parse_chat.language.sentences import sentences
from functions.parse_chat.language.tokens import Sentence

_CERTAIN = 0.85
"""A sentence with a command this clear is not outdone by a later one."""
_EXPLICIT = 0.75
"""From this confidence on, a sentence of the message counts as its command."""


@dataclass(frozen=True, slots=True)
class Found:
    """The command of a message and the sentence that it stands in."""

    command: Command | Change | None
    start: int
    end: int

    @property
    def confidence(self) -> float:
        return self.command.confidence if self.command else 0.0


def recognised(s: Sentence, guarded: bool) -> Found:
    """The first sentence with a clear command, else the strongest one. A guarded message can only create."""
    best = Found(None, 0, len(s))
    for start, end in sentences(s) or [(0, len(s))]:
        found = Found(intent(clause(s, start, end)), start, end)
        if guarded and not _openly_creates(found, s):
            continue
        if found.command and _strength(best) < _CERTAIN and _strength(found) > _strength(best) + 0.001:
            best = found
    return best


def _openly_creates(found: Found, s: Sentence) -> bool:
    """Whether a sentence of a suspicious message asks for a new task in words that are not suspicious themselves."""
    command = found.command
    if not isinstance(command, Command) or command.operation != "create" or command.confidence <= _EXPLICIT:
        return False
    return not suspicious(Sentence(s.text, s.tokens[found.start : found.end]))


def _strength(found: Found) -> float:
    """A first sentence that is no command yields to any later one that is."""
    if found.command is None:
        return 0.0
    none = isinstance(found.command, Command) and found.command.operation == "none"
    weak = none or (isinstance(found.command, Command) and found.command.rule == "plain")
    return found.confidence - (0.5 if none else 0.2 if weak else 0.0)
