"""What one message was understood to say: the contract of both engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired, TypedDict, cast

Operation = Literal["create", "update", "complete", "delete", "query", "restore", "undo", "dismiss", "help", "none"]
Agent = Literal["", "task", "reminder", "recurring", "audit"]


class Repeat(TypedDict):
    """A recurrence as the task store keeps it; `rrule` without prefix and DTSTART."""

    pattern: str
    interval: int
    rrule: str
    until: NotRequired[str]
    count: NotRequired[int]


class Selection(TypedDict, total=False):
    """Which tasks a command means beside its title words."""

    all: bool
    ordinal: int
    tag: str
    priority: str
    due: str
    it: bool
    text: str
    status: str
    overdue: bool


class Data(TypedDict, total=False):
    """Slots of a command; absent and null mean "not stated".

    `more` holds the further tasks of a message that names several, each with the slots of a new task. `scope` "this" means
    one occurrence of a repeating task, not all of it. `filters` (see `query.filters`) may hold `audit`, the kind of a
    question for the audit trail, beside `q` (words of a title), `actor`, and the days `at_from` and `at_to`.
    """

    title: str | None
    description: str | None
    due_at: str | None
    all_day: bool | None
    priority: str | None
    tags: list[str]
    reminders: list[dict[str, Any]]
    recurrence: Repeat | None
    target: str | None
    select: Selection
    changes: dict[str, Any]
    filters: dict[str, Any]
    permanent: bool
    scope: Literal["this", "series"]
    more: list[dict[str, Any]]


def as_data(stored: Mapping[str, Any]) -> Data:
    """Slots that were kept as JSON."""
    return cast(Data, dict(stored))


def as_operation(stored: str) -> Operation:
    """An operation that was kept as JSON."""
    return cast(Operation, stored)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question; an option is a text that answers it when sent as the next message."""

    question: str
    field: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end of the message that a value came from, and the rule that read them."""

    field: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The result; `suspicious` names the pattern when the text poses as the system."""

    operation: Operation
    confidence: float
    data: Data
    clarification: Clarification | None = None
    notice: str | None = None
    spans: tuple[Span, ...] = field(default=())
    suspicious: str = ""
    rule: str = ""
    agent: Agent = ""

    def as_json(self) -> dict[str, Any]:
        """The line that `nudge parse` prints."""
        asked = self.clarification
        question = {"question": asked.question, "field": asked.field, "options": list(asked.options)} if asked else None
        return {
            "operation": self.operation,
            "confidence": round(self.confidence, 2),
            "data": self.data,
            "clarification": question,
            "notice": self.notice,
        }

    def as_structured(self) -> dict[str, Any]:
        """The structured answer of an agent, as `functions.parse_chat.structured` checks it."""
        line = self.as_json()
        spans = [{"field": s.field, "start": s.start, "end": s.end, "rule": s.rule} for s in self.spans]
        return {name: line[name] for name in ("operation", "data", "confidence", "clarification")} | {"spans": spans}
