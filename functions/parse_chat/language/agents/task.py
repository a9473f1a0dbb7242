"""The Task agent: making, changing, finishing, removing and finding tasks."""

from __future__ import annotations

from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.edit import edit
from functions.parse_chat.language.mentioned import dated, first_moment, repeating
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.new_task import new_task
from functions.parse_chat.language.query import filters
from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.language.repeating import out_of_scope
from functions.parse_chat.language.targeted import targeted


def answer(request: Request) -> Reading:
    command, s, context, zone = request.command, request.s, request.context, request.zone
    if isinstance(command, Change):
        return edit(command, s, context, zone)
    if command is None or command.operation == "none":
        return _nothing(request, command)
    if command.operation == "create":
        return new_task(command, s, request.start, request.end, context, zone)
    data = dated(s, context, zone)
    if command.operation == "query":
        data["filters"] = filters(command.clause, s, context)
        return Reading("query", command.confidence, data, _doubtful(first_moment(s, context)), rule=command.rule)
    if command.operation in {"undo", "help", "dismiss"}:
        return Reading(command.operation, command.confidence, data, rule=command.rule)
    return targeted(command, data, s, context)


def _doubtful(when: Moment | None) -> Clarification | None:
    """The question about a date that cannot be, or that can be read in two ways."""
    return Clarification(when.problem, "due_at", when.options) if when and when.problem else None


def _nothing(request: Request, command: Command | None) -> Reading:
    """No business of a todo list; a date in it is still shown, and a date that is doubtful still questioned."""
    s, context = request.s, request.context
    asked = _doubtful(first_moment(s, context))
    notice = out_of_scope(repeating(s, context)) or None
    confidence, rule = (command.confidence, command.rule) if command else (0.6, "empty")
    return Reading("none", confidence, dated(s, context, request.zone), asked, notice, rule=rule)
