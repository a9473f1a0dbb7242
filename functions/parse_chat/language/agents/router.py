"""The router: which agent is in charge of a recognised command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from functions.parse_chat.language.agents import audit, recurring, reminder, task
from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.reading import Agent, Reading

AGENTS: Mapping[Agent, Callable[[Request], Reading]] = {
    "task": task.answer,
    "reminder": reminder.answer,
    "recurring": recurring.answer,
    "audit": audit.answer,
}


def handed_over(request: Request) -> Reading:
    """The answer of the agent in charge, with its name."""
    name = in_charge(request)
    return replace(AGENTS[name](request), agent=name)


def in_charge(request: Request) -> Agent:
    """Questions for the audit trail first, then what repeats, then what reminds; all else is about tasks."""
    if audit.knows(request):
        return "audit"
    if recurring.knows(request):
        return "recurring"
    return "reminder" if reminder.knows(request) else "task"
