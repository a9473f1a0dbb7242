"""The clock, handed in wherever time matters so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware, in UTC."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def rfc3339(instant: datetime) -> str:
    """An instant as RFC 3339 text in UTC, ending in Z, with milliseconds only when there are any."""
    moment = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")[:-6] + "Z"
