"""The Recurring agent: tasks that repeat, their rule, one occurrence of them, and the extras of a catch-up."""

from __future__ import annotations

from functions.parse_chat.language.agents import task
from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.language.vocabulary import vocabulary

_REPEATS = vocabulary(
    "every each daily weekly monthly yearly annually weekdays weeknights weekends fortnightly biweekly quarterly hourly repeat"
    " repeats repeating recurring recur everyday nightly mornings evenings mondays tuesdays wednesdays thursdays fridays"
    " saturdays sundays occurrence series"
)


def knows(request: Request) -> bool:
    command = request.command
    if isinstance(command, Change):
        return command.field == "recurrence"
    if command is None or command.operation == "dismiss":
        return bool(command and "extras" in command.rule)
    if command.operation == "delete":
        return command.kind == "this"
    return command.operation == "create" and any(t.word in _REPEATS for t in request.s.tokens)


def answer(request: Request) -> Reading:
    """A task with its repetition, or a change of one; what cannot be kept is named with the nearest offer."""
    return task.answer(request)
