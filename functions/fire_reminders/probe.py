"""Having somebody look whether the mail provider is back."""

from __future__ import annotations

from datetime import datetime

from shared import mail_outage
from shared.clock import rfc3339
from shared.database import UnitOfWork
from shared.events import REMINDERS, Cause, Event
from shared.identifiers import uuid7


async def request(work: UnitOfWork, now: datetime) -> None:
    """Emits email.probe_requested when it is time for it."""
    since = await mail_outage.due(work.connection, now)
    if since is None:
        return
    cause = Cause("/functions/fire-reminders", correlation_id=str(uuid7()))
    data = {"away_since": rfc3339(since)}
    work.emit(
        Event(
            uuid7(),
            REMINDERS,
            "email.probe_requested",
            cause.source,
            "mail",
            now,
            "mail",
            None,
            data,
            cause.correlation_id,
        )
    )
