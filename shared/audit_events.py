"""Events for the audit trail alone: refusals, conflicts, settings, and what went wrong with other events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.events import AUDIT_EVENTS, Cause, Event
from shared.identifiers import uuid7

_LONGEST = 500


def audit_event(kind: str, subject: str, result: str, detail: Mapping[str, Any], cause: Cause, now: datetime) -> Event:
    """An `audit.<kind>` event about `subject` (such as tasks/<id>). Details are cut to a length that a trail can bear."""
    data = {
        "result": result,
        "actor": cause.actor.json(),
        "detail": {name: _safe(value) for name, value in detail.items()},
    }
    return Event(
        uuid7(),
        AUDIT_EVENTS,
        f"audit.{kind}",
        cause.source,
        subject,
        now,
        subject,
        None,
        data,
        cause.correlation_id,
        cause.traceparent,
    )


def _safe(value: Any) -> Any:
    """Strings without NUL, which Postgres cannot store, and of bounded length; other values as they are."""
    return value.replace("\0", "�")[:_LONGEST] if isinstance(value, str) else value
