"""The Reminder agent: when to be told of something."""

from __future__ import annotations

from functions.parse_chat.language.agents import task
from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.reading import Reading


def knows(request: Request) -> bool:
    command = request.command
    if isinstance(command, Change):
        return command.field == "reminders"
    return isinstance(command, Command) and command.operation == "create" and command.kind == "reminder"


def answer(request: Request) -> Reading:
    """A task that reminds at its time, or a change to the reminders of one."""
    return task.answer(request)
