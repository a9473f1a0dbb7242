"""The events that tell of a reminder, on the topic reminders (contract: shared.events.ReminderData)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.events import REMINDERS, Cause, Event
from shared.identifiers import uuid7
from shared.reminders.reminder import Reminder, Status, to_json

KIND: Mapping[Status, str] = {
    "pending": "reminder.scheduled",
    "triggered": "reminder.triggered",
    "sent": "reminder.sent",
    "failed": "reminder.failed",
    "cancelled": "reminder.cancelled",
}


def reminder_event(reminder: Reminder, title: str, cause: Cause, now: datetime) -> Event:
    """Tells of the step that the reminder has just taken; `title` is its task's."""
    data: dict[str, Any] = {
        "reminder": to_json(reminder),
        "entry": reminder.entry,
        "title": title,
        "late": reminder.late,
        "digest_id": str(reminder.digest_id) if reminder.digest_id else None,
        "reason": reminder.reason,
    }
    return Event(
        uuid7(),
        REMINDERS,
        KIND[reminder.status],
        cause.source,
        f"tasks/{reminder.task_id}",
        now,
        str(reminder.id),
        reminder.sequence,
        data,
        cause.correlation_id,
        cause.traceparent,
    )
