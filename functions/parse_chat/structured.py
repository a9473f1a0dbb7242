"""The structured answer that both engines must pass: exact types, sensible limits, and nothing that the message does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from functions.parse_chat.language.reading import Clarification, Reading, Span, as_data
from functions.parse_chat.language.safety import suspicious
from functions.parse_chat.language.tokens import sentence
from shared.due import parse_due
from shared.errors import Invalid
from shared.models import Description, Reminder, Tag, Title
from shared.recurrence.stated import rule_of

Priority = Literal["low", "medium", "high"]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
YEARS_IN_SECONDS = 100 * 366 * 86_400


def _due(text: str) -> str:
    """A bare date, or RFC 3339 with its offset: an answer without an offset would leave the zone to guesswork."""
    try:
        parse_due(text, None if len(text) > 10 else "UTC")
    except Invalid as error:
        raise ValueError(error.errors[0].message) from None
    return text


Due = Annotated[str, StringConstraints(min_length=10, max_length=40), AfterValidator(_due)]


class Part(BaseModel):
    """What is not named here is refused; no value is bent into another type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _rule(given: Repetition) -> Repetition:
    try:
        rule_of(given.model_dump(exclude_none=True))
    except Invalid as error:
        raise ValueError(str(error)) from None
    return given


class Repetition(Part):
    """A recurrence with its RFC 5545 §3.3.10 rule (no prefix, no DTSTART)."""

    pattern: Literal["daily", "weekly", "weekdays", "monthly", "yearly", "custom"]
    interval: int = Field(1, ge=1, le=999)
    rrule: Annotated[str, StringConstraints(max_length=200, pattern=r"^FREQ=[A-Z0-9=;,+-]*$")]
    until: Due | None = None
    count: int | None = Field(None, ge=1, le=9_999)


Repeats = Annotated[Repetition, AfterValidator(_rule)]
Reminders = Annotated[list[Reminder], Field(max_length=20)]
Tags = Annotated[list[Tag], Field(max_length=20)]


class Select(Part):
    """Which tasks are meant beside their title words."""

    all: bool | None = None
    ordinal: int | None = Field(None, ge=-1, le=500)
    tag: Words | None = None
    priority: Priority | None = None
    due: Day | None = None
    it: bool | None = None
    text: Words | None = None
    status: Literal["active", "completed", "trashed"] | None = None
    overdue: bool | None = None


class Shift(Part):
    """A relative move of the due date."""

    months: int = Field(0, ge=-1_200, le=1_200)
    days: int = Field(0, ge=-36_600, le=36_600)
    seconds: int = Field(0, ge=-YEARS_IN_SECONDS, le=YEARS_IN_SECONDS)


class Changes(Part):
    """New values by field; a null clears, so only the fields that are present count."""

    title: Title | None = None
    description: Description | None = None
    due_at: Due | None = None
    keep_day: bool | None = None
    priority: Priority | None = None
    tags: Tags | None = None
    remove_tags: Tags | None = None
    reminders: Reminders | None = None
    recurrence: Repeats | None = None
    status: Literal["active"] | None = None
    shift: Shift | None = None


class Filters(Part):
    """What a question asks for; `audit` names a question for the audit trail."""

    status: Literal["active", "completed", "trashed", "all"] | None = None
    tag: Words | None = None
    priority: Priority | None = None
    overdue: bool | None = None
    undated: bool | None = None
    q: Words | None = None
    count: bool | None = None
    asks: Literal[True, "when", "done", "overdue"] | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    completed_from: Day | None = None
    completed_to: Day | None = None
    audit: Annotated[str, StringConstraints(pattern=r"^audit-[a-z]{2,20}$")] | None = None
    actor: Words | None = None
    at_from: Day | None = None
    at_to: Day | None = None


class AlsoTask(Part):
    """A further task of the same message."""

    title: Title
    description: Description | None = None
    due_at: Due | None = None
    all_day: bool | None = None
    priority: Priority | None = None
    tags: Tags = []
    reminders: Reminders = []
    recurrence: Repeats | None = None


class StructuredData(Part):
    """The slots of a command; what is absent or null was not stated."""

    title: Title | None = None
    description: Description | None = None
    due_at: Due | None = None
    all_day: bool | None = None
    priority: Priority | None = None
    tags: Tags = []
    reminders: Reminders = []
    recurrence: Repeats | None = None
    target: Words | None = None
    select: Select | None = None
    changes: Changes | None = None
    filters: Filters | None = None
    permanent: bool | None = None
    scope: Literal["this", "series"] | None = None
    more: Annotated[list[AlsoTask], Field(max_length=50)] = []


class Question(Part):
    """Asked back when something is missing; an option answers it when sent as the next message."""

    question: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
    options: Annotated[list[Words], Field(max_length=10)] = []


class Source(Part):
    """Characters start..end of the message that a value came from."""

    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    rule: Annotated[str, StringConstraints(max_length=60)] = ""


class StructuredAnswer(Part):
    """One message understood: what to do, with what, how surely, what to ask, and where each value stands."""

    operation: Literal["create", "update", "complete", "delete", "query", "restore", "undo", "dismiss", "help", "none"]
    data: StructuredData
    confidence: float = Field(ge=0, le=1)
    clarification: Question | None = None
    spans: Annotated[list[Source], Field(max_length=200)] = []


def validated(answer: Mapping[str, Any], message: str) -> Reading:
    """The answer as a Reading; ValueError for anything that is off (a pydantic ValidationError is one)."""
    checked = StructuredAnswer.model_validate(answer)
    data = checked.data
    _complete(checked)
    _cut(checked.data, message)
    if any(span.end < span.start or span.end > len(message) for span in checked.spans):
        raise ValueError("a span lies outside the message")
    pattern = suspicious(sentence(message))
    if pattern and checked.operation not in {"create", "none"}:
        raise ValueError(f"the message poses as the system ({pattern}); it may not {checked.operation}")
    asked = checked.clarification
    return Reading(
        checked.operation,
        checked.confidence,
        as_data(data.model_dump(mode="json", exclude_unset=True)),
        Clarification(asked.question, asked.field, tuple(asked.options)) if asked else None,
        spans=tuple(Span(span.field, span.start, span.end, span.rule) for span in checked.spans),
        suspicious=pattern,
    )


def _complete(answer: StructuredAnswer) -> None:
    """Without a question an answer names what it is about."""
    data = answer.data
    if answer.clarification is not None:
        return
    if answer.operation == "create" and data.title is None:
        raise ValueError("a new task needs a title, or a question")
    if answer.operation == "update" and not (data.changes and data.changes.model_fields_set):
        raise ValueError("an update needs changes, or a question")
    chosen = data.select is not None and data.select.model_fields_set
    if answer.operation in {"update", "complete", "delete", "restore"} and not (data.target or data.title or chosen):
        raise ValueError("the task that is meant must be named, or asked for")


def _cut(data: StructuredData, message: str) -> None:
    """Words that are kept must be the person's own: each line in the message's order, none added, none bent."""
    changes, filters, select = data.changes or Changes(), data.filters or Filters(), data.select or Select()
    texts = [data.title, data.description, data.target, changes.title, changes.description, filters.q, select.text]
    texts += [filters.actor, *(text for task in data.more for text in (task.title, task.description))]
    for line in (line for text in texts if text for line in text.splitlines()):
        if not _in_order(line.split(), message):
            raise ValueError(f"“{line[:80]}” is not cut from the message")
    tags = [*data.tags, *(changes.tags or []), *(changes.remove_tags or []), filters.tag, select.tag]
    tags += [tag for task in data.more for tag in task.tags]
    for tag in tags:
        if tag and not all(part in message.lower() for part in tag.lower().split("-")):
            raise ValueError(f"the tag “{tag[:50]}” is not in the message")


def _in_order(words: Iterable[str], message: str) -> bool:
    place = 0
    for word in words:
        found = message.find(word, place)
        if found < 0:
            return False
        place = found + len(word)
    return True
