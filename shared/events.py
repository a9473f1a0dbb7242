"""Events: CloudEvents 1.0 in structured JSON, and the contract of each type.

`sequence` counts per (topic, partition key) without gaps; on task-events it is the task's version. A consumer may rely on what the
contract of a type names and must ignore what it does not know; a new field is therefore no new version, a removed or changed one is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.clock import rfc3339
from shared.models import NotificationAnswer, ReminderAnswer, TaskAnswer

TASK_EVENTS, TASK_UPDATES, AUDIT_EVENTS, REMINDERS = "task-events", "task-updates", "audit-events", "reminders"
DEAD_LETTERS = "dead-letters"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the browser's client id and the name its owner gave, either may be empty."""

    client_id: str = ""
    name: str = ""

    def json(self) -> dict[str, str]:
        return {"client_id": self.client_id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Cause:
    """What every event of one request says of its origin."""

    source: str
    """CloudEvents source, /functions/<name>."""
    actor: Actor = Actor()
    correlation_id: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An event before it is written down. `sequence` is None on topics without order."""

    id: UUID
    topic: str
    type: str
    source: str
    subject: str
    time: datetime
    key: str
    sequence: int | None
    data: Mapping[str, Any]
    correlation_id: str
    traceparent: str = ""
    schema_version: int = 1
    _body: list[bytes] = field(default_factory=list, repr=False, compare=False)

    @property
    def body(self) -> bytes:
        """The CloudEvent in structured mode (CloudEvents §3, JSON format §3); made once, as the database and the broker both get it."""
        if not self._body:
            self._body.append(orjson.dumps(self._attributes()))
        return self._body[0]

    def _attributes(self) -> dict[str, Any]:
        attributes: dict[str, Any] = {
            "specversion": "1.0",
            "id": str(self.id),
            "type": self.type,
            "source": self.source,
            "subject": self.subject,
            "time": rfc3339(self.time),
            "datacontenttype": "application/json",
            "dataschema": schema_uri(self.type, self.schema_version),
            "schemaversion": self.schema_version,
            "correlationid": self.correlation_id,
            "partitionkey": self.key,
            "data": self.data,
        }
        if self.sequence is not None:
            attributes["sequence"] = self.sequence
        if self.traceparent:
            # daprd overwrites `traceparent` with the span of its own publishing, which knows nothing of the request: hence a second one.
            attributes["traceparent"] = attributes["traceorigin"] = self.traceparent
        return attributes


def schema_uri(event_type: str, version: int) -> str:
    """CloudEvents `dataschema` (§3.1.2): names the contract and its version."""
    return f"urn:nudge:schema:{event_type}:{version}"


class _Contract(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class ActorData(_Contract):
    client_id: str
    name: str


class Difference(_Contract):
    before: Any = Field(alias="from")
    after: Any = Field(alias="to")


class TaskData(_Contract):
    """task.created | updated | completed | deleted | restored, on task-events and task-updates."""

    task: TaskAnswer
    changes: dict[str, Difference]
    actor: ActorData
    permanent: bool = Field(False, description="task.deleted: the task is gone for good, not in the trash")


class ConflictData(_Contract):
    """task.conflict, on task-updates: told to the clients named."""

    task: TaskAnswer
    base_version: int
    fields: list[str]
    clients: list[str]
    changes: dict[str, Difference]
    actor: ActorData


class ReminderData(_Contract):
    """reminder.scheduled | triggered | sent | failed | cancelled, on reminders; keyed by the reminder, about its task."""

    reminder: ReminderAnswer
    entry: str = Field(description="What asked for it: lead:<minutes>, at:<instant> or snooze:<id>")
    title: str = Field(description="The task's title at that time")
    late: bool = Field(False, description="reminder.triggered: noticeably after its time, such as after an outage")
    digest_id: UUID | None = Field(None, description="reminder.sent: the message it went out with")
    reason: str | None = Field(None, description="reminder.failed and reminder.cancelled: why")


class NotificationData(_Contract):
    """notification.created, on task-updates: something for the bell of every open screen."""

    notification: NotificationAnswer
    unread: int
    task: TaskAnswer | None = None


class NotificationsReadData(_Contract):
    """notification.read, on task-updates; `ids` null: all of them."""

    ids: list[UUID] | None
    unread: int


class VerificationData(_Contract):
    """email.verification_requested, on reminders; the address itself stays in the settings."""

    settings_version: int


class ProbeData(_Contract):
    """email.probe_requested, on reminders: whether the mail provider, which could not be reached, is back."""

    away_since: datetime


class OccurrenceData(_Contract):
    """recurring.generated, on audit-events: a task was made by its series."""

    series_id: UUID
    source_task_id: UUID
    task_id: UUID
    rrule: str
    planned: str = Field(description="Local time by the rule, without zone; a date for all-day series")
    due_at: str
    adjusted: Difference | None = Field(None, description="The day that does not exist and the one taken for it")
    actor: ActorData


class CatchUpData(_Contract):
    """recurring.caught_up, on audit-events: a task completed late made all that were missed."""

    series_id: UUID
    source_task_id: UUID
    missed: list[UUID] = Field(description="Tasks of missed occurrences, oldest first")
    dropped: int = Field(description="Missed occurrences beyond the horizon or the cap, of which no task was made")
    actor: ActorData


class AuditData(_Contract):
    """audit.*: something worth keeping that is no change of a task."""

    result: str
    actor: ActorData
    detail: dict[str, Any]


CONTRACTS: Mapping[str, type[_Contract]] = {
    "task.created": TaskData,
    "task.updated": TaskData,
    "task.completed": TaskData,
    "task.deleted": TaskData,
    "task.restored": TaskData,
    "task.conflict": ConflictData,
    "reminder.scheduled": ReminderData,
    "reminder.triggered": ReminderData,
    "reminder.sent": ReminderData,
    "reminder.failed": ReminderData,
    "reminder.cancelled": ReminderData,
    "notification.created": NotificationData,
    "notification.read": NotificationsReadData,
    "email.verification_requested": VerificationData,
    "email.probe_requested": ProbeData,
    "recurring.generated": OccurrenceData,
    "recurring.caught_up": CatchUpData,
    "audit.task_conflict": AuditData,
    "audit.settings_changed": AuditData,
    "audit.push_failed": AuditData,
    "audit.series_changed": AuditData,
    "audit.expired_purged": AuditData,
    "audit.sign_in_failed": AuditData,
    "audit.signed_in": AuditData,
    "audit.request_refused": AuditData,
    "audit.suspicious_input": AuditData,
    "audit.event_repeated": AuditData,
    "audit.event_reordered": AuditData,
    "audit.event_failed": AuditData,
    "audit.event_dead": AuditData,
    "audit.event_replayed": AuditData,
    "audit.event_discarded": AuditData,
}


class Envelope(BaseModel):
    """A CloudEvent as it arrives. Every consumer relies on these attributes; others are ignored (CloudEvents §3.1)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    specversion: Literal["1.0"]
    id: UUID
    type: str = Field(min_length=1)
    source: str = Field(min_length=1)
    subject: str = ""
    time: datetime
    schemaversion: int = 1
    correlationid: str = ""
    partitionkey: str
    sequence: int | None = Field(None, ge=1)
    traceparent: str = ""
    traceorigin: str = ""
    data: dict[str, Any]


_TOLD_APART_BY = ("id", "source", "type", "subject", "time", "data")
"""Attributes that no broker touches on the way; extensions come and go."""


def identity(body: Any) -> UUID:
    """The id under which an inbox knows what was delivered: its own, or for what has no usable one a fingerprint of its content."""
    if isinstance(body, Mapping):
        try:
            return UUID(body["id"])
        except (KeyError, ValueError, AttributeError, TypeError):
            body = {name: body[name] for name in _TOLD_APART_BY if name in body}
    content = body if isinstance(body, bytes) else orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return uuid5(NAMESPACE_OID, hashlib.sha256(content).hexdigest())


class MalformedEvent(Exception):
    """Not an event this product can have written; the message names every mistake."""


def decode(body: Mapping[str, Any], topic: str) -> Event:
    """A CloudEvent's attributes and data as an Event; raises MalformedEvent, naming all mistakes at once."""
    try:
        envelope = Envelope.model_validate(body)
        contract = CONTRACTS.get(envelope.type)
        if contract is not None:
            contract.model_validate(envelope.data)
    except ValidationError as error:
        raise MalformedEvent("; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())) from None
    return Event(
        envelope.id,
        topic,
        envelope.type,
        envelope.source,
        envelope.subject,
        envelope.time,
        envelope.partitionkey,
        envelope.sequence,
        envelope.data,
        envelope.correlationid,
        envelope.traceorigin or envelope.traceparent,
        envelope.schemaversion,
    )
