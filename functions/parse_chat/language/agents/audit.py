"""The Audit agent: what happened to tasks, when, and by whom."""

from __future__ import annotations

from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.mentioned import dated
from functions.parse_chat.language.questions.audit import AUDIT, audit_filters
from functions.parse_chat.language.reading import Reading


def knows(request: Request) -> bool:
    command = request.command
    return isinstance(command, Command) and command.rule.startswith(AUDIT)


def answer(request: Request) -> Reading:
    """The kind of question, the title words, the actor and the days it names, as filters."""
    command, s = request.command, request.s
    assert isinstance(command, Command)
    data = dated(s, request.context, request.zone)
    data["filters"] = audit_filters(command, s, request.context)
    return Reading("query", command.confidence, data, rule=command.rule)
