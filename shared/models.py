"""What requests may hold and answers look like (pydantic); the OpenAPI document is made from these."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from shared.due import Due, parse_due, zone
from shared.errors import Invalid
from shared.task import Priority

MAX_TAGS = 20
MAX_REMINDERS = 20
YEAR_IN_MINUTES = 366 * 24 * 60


# Unicode category Cc; a look-up in a table of character classes for each character would cost more than the rest of validation.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def one_line(text: str) -> str:
    """Refuses control characters: they cannot be shown, and terminals and mail obey some of them."""
    if _CONTROL.search(text):
        raise ValueError("must not contain control characters or line breaks")
    return visible(text)


def lines(text: str) -> str:
    """Refuses control characters other than tabs and line breaks."""
    if _CONTROL_BUT_LINES.search(text):
        raise ValueError("must not contain control characters")
    return text


def visible(text: str) -> str:
    """Refuses text of which nothing can be seen (only spaces, separators, control and format characters: Z*, Cc, Cf)."""
    if all(unicodedata.category(character) in _UNSEEN for character in text):
        raise ValueError("must contain something that can be read")
    return text


_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def _zone(name: str) -> str:
    try:
        zone(name)
    except Invalid as error:
        raise ValueError(error.errors[0].message) from None
    return name


def _moment(text: str) -> str:
    try:
        parse_due(text, "UTC")
    except Invalid as error:
        raise ValueError(error.errors[0].message) from None
    return text


Title = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(one_line)]
Description = Annotated[str, Field(max_length=10_000), AfterValidator(lines)]
Message = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(lines), AfterValidator(visible)]
Tag = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(one_line)]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]
Zone = Annotated[str, Field(min_length=1, max_length=64, examples=["Europe/Berlin"]), AfterValidator(_zone)]
When = Annotated[str, Field(min_length=10, max_length=40, examples=["2026-11-29T15:00:00Z"])]


class Model(BaseModel):
    """Unknown fields are refused: silently dropping what somebody sent would lose it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reminder(Model):
    """A reminder some minutes before the due time, or at a time of its own; exactly one of the two."""

    lead_minutes: int | None = Field(None, ge=0, le=YEAR_IN_MINUTES)
    at: Annotated[When, AfterValidator(_moment)] | None = None
    method: Literal["email", "push", "in-app"] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Reminder:
        if (self.lead_minutes is None) == (self.at is None):
            raise ValueError("give either lead_minutes or at")
        return self


class Recurrence(Model):
    """How a task repeats. `rrule` is RFC 5545 §3.3.10 text without prefix and DTSTART."""

    pattern: Literal["daily", "weekly", "weekdays", "monthly", "yearly", "custom"]
    interval: int = Field(1, ge=1, le=999)
    rrule: Annotated[str, Field(max_length=200, pattern=r"^[A-Z0-9=;,+-]*$")] | None = None
    until: Annotated[When, AfterValidator(_moment)] | None = None
    count: int | None = Field(None, ge=1, le=9_999)

    def stated(self) -> dict[str, Any]:
        """Only what was given: what is left out may be said by the rrule."""
        return self.model_dump(exclude_unset=True, exclude_none=True)


Reminders = Annotated[list[Reminder], Field(max_length=MAX_REMINDERS)]


class NewTask(Model):
    title: Title
    description: Description | None = None
    due_at: When | None = None
    timezone: Zone | None = None
    priority: Priority = "medium"
    tags: Tags = []
    reminders: Reminders = []
    recurrence: Recurrence | None = None

    @property
    def due(self) -> Due | None:
        return parse_due(self.due_at, self.timezone) if self.due_at is not None else None


class TaskPatch(Model):
    """Only fields that are present change; null clears (priority goes back to medium). `timezone` says how due_at is meant."""

    title: Title | None = None
    description: Description | None = None
    due_at: When | None = None
    timezone: Zone | None = None
    priority: Priority | None = None
    tags: Tags | None = None
    reminders: Reminders | None = None
    recurrence: Recurrence | None = None
    version: int | None = Field(
        None, ge=1, description="The version the change was made on; an older one still wins, as a conflict"
    )

    @model_validator(mode="after")
    def _title_stays(self) -> TaskPatch:
        if "title" in self.model_fields_set and self.title is None:
            raise ValueError("title cannot be removed")
        return self


class VersionedCommand(Model):
    """Body of complete, reopen and restore; may be left out."""

    version: int | None = Field(None, ge=1)


class ConflictNotice(BaseModel):
    base_version: int
    fields: list[str] = Field(description="What both changed; empty when the changes do not touch each other")
    changes: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="What this change did: by field, `from` what was there `to` what is now"
    )


class TaskAnswer(BaseModel):
    id: UUID
    title: str
    description: str | None
    due_at: str | None = Field(description="RFC 3339 in UTC, or the bare date of an all-day task")
    due_zone: str | None
    all_day: bool
    priority: Priority
    tags: list[str]
    status: Literal["active", "completed", "trashed"]
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    version: int
    reminders: list[dict[str, Any]]
    recurrence: dict[str, Any] | None
    series_id: UUID | None
    conflict: ConflictNotice | None = Field(
        None, description="Only present when the change was made on an older version"
    )


class TaskPage(BaseModel):
    items: list[TaskAnswer]
    next: str | None = Field(description="Cursor of the next page; null on the last")
    stale_since: datetime | None = Field(
        None,
        description="There only when the tasks themselves cannot be reached: the list as it was at that instant, its first page alone. "
        "The header x-nudge-stale-since says the same",
    )


class ReminderAnswer(BaseModel):
    """A reminder of a task. `triggered` lies between pending and sent: its message is on the way."""

    id: UUID
    task_id: UUID
    trigger_time: datetime
    status: Literal["pending", "triggered", "sent", "failed", "cancelled"]
    delivery_method: Literal["email", "push", "in-app"]
    retry_count: int
    next_attempt: datetime | None = Field(description="When it is tried next; null when it is over")
    created_at: datetime


class NotificationAnswer(BaseModel):
    """What the bell of every screen shows."""

    id: UUID
    time: datetime
    kind: Literal["reminder", "conflict", "delivery-failed", "catch-up"]
    task_id: UUID | None
    reminder_id: UUID | None
    digest_id: UUID | None
    title: str
    text: str
    late: bool
    read_at: datetime | None


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
    correlation_id: str
