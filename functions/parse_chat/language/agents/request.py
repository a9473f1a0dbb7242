"""What the router hands over to an agent."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Request:
    """A recognised command; it stands in tokens start..end of the message `s`, written by someone in the IANA zone `zone`."""

    command: Command | Change | None
    s: Sentence
    start: int
    end: int
    context: Context
    zone: str

    @property
    def operation(self) -> str:
        if isinstance(self.command, Change):
            return "update"
        return self.command.operation if self.command else "none"
