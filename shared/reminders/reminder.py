"""A reminder and the steps of its life; each step that is told by an event takes the next sequence.

pending → triggered → sent, or pending again (a retry), or failed; cancelled from pending and triggered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from shared.clock import rfc3339
from shared.preferences import Method

Status = Literal["pending", "triggered", "sent", "failed", "cancelled"]

RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""Pauses before the first, second and third retry; after them it has failed."""
LEASE = timedelta(seconds=60)
"""How long a triggered reminder is left to its sender before it is fired again."""
LATE = timedelta(seconds=60)
"""So long after its time a reminder says that it is late."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A row of the table reminder. Instants are aware and in UTC; `attempt_at` is None when it is over."""

    id: UUID
    task_id: UUID
    entry: str
    trigger_time: datetime
    status: Status
    delivery_method: Method
    attempt_at: datetime | None
    created_at: datetime
    updated_at: datetime
    sequence: int = 1
    retry_count: int = 0
    late: bool = False
    digest_id: UUID | None = None
    reason: str | None = None

    @property
    def open(self) -> bool:
        """Whether anything is still to come of it."""
        return self.status in ("pending", "triggered")


def scheduled(id_: UUID, task_id: UUID, entry: str, trigger_time: datetime, method: Method, now: datetime) -> Reminder:
    """A new reminder, told by reminder.scheduled."""
    return Reminder(id_, task_id, entry, trigger_time, "pending", method, trigger_time, now, now)


def rescheduled(reminder: Reminder, method: Method, now: datetime) -> Reminder:
    """One that was cancelled, or whose method changed, stands as if new; told by reminder.scheduled."""
    return replace(
        reminder,
        status="pending",
        delivery_method=method,
        attempt_at=reminder.trigger_time,
        retry_count=0,
        late=False,
        reason=None,
        sequence=reminder.sequence + 1,
        updated_at=now,
    )


def sent(reminder: Reminder, now: datetime, digest_id: UUID | None = None) -> Reminder:
    """Delivered, with that message if it was one; told by reminder.sent."""
    return _over(reminder, "sent", now, digest_id=digest_id)


def retried(reminder: Reminder, now: datetime, reason: str) -> Reminder | None:
    """Pending again until its next retry, told by reminder.scheduled; None when there has been the last one."""
    if reminder.retry_count >= len(RETRIES):
        return None
    attempt = now + RETRIES[reminder.retry_count]
    count = reminder.retry_count + 1
    return replace(
        reminder,
        status="pending",
        retry_count=count,
        attempt_at=attempt,
        reason=reason,
        sequence=reminder.sequence + 1,
        updated_at=now,
    )


def failed(reminder: Reminder, now: datetime, reason: str) -> Reminder:
    """Given up; told by reminder.failed."""
    return _over(reminder, "failed", now, reason=reason)


def cancelled(reminder: Reminder, now: datetime, reason: str) -> Reminder:
    """No longer wanted; told by reminder.cancelled."""
    return _over(reminder, "cancelled", now, reason=reason)


def to_json(reminder: Reminder) -> dict[str, Any]:
    """The reminder as it stands in answers and events (shape: shared.models.ReminderAnswer)."""
    return {
        "id": str(reminder.id),
        "task_id": str(reminder.task_id),
        "trigger_time": rfc3339(reminder.trigger_time),
        "status": reminder.status,
        "delivery_method": reminder.delivery_method,
        "retry_count": reminder.retry_count,
        "next_attempt": rfc3339(reminder.attempt_at) if reminder.attempt_at else None,
        "created_at": rfc3339(reminder.created_at),
    }


def _over(
    reminder: Reminder, status: Status, now: datetime, *, digest_id: UUID | None = None, reason: str | None = None
) -> Reminder:
    return replace(
        reminder,
        status=status,
        attempt_at=None,
        digest_id=digest_id,
        reason=reason,
        sequence=reminder.sequence + 1,
        updated_at=now,
    )
