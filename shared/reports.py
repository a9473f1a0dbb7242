"""What a consumer reports of deliveries that were not as they should be: one audit event for each kind of a delivery; pure.

A broker that was away delivers a great deal twice. A report for each event would be more work than the events themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from shared.audit_events import audit_event
from shared.events import Cause, Event

Kind = Literal["event_repeated", "event_reordered"]
RESULTS: Mapping[Kind, str] = {"event_repeated": "dropped", "event_reordered": "applied in order"}


def is_report(event: Event) -> bool:
    """A repeated report of a repetition says nothing new, and would never end where a broker repeats much."""
    return event.type.startswith("audit.event_")


def report(kind: Kind, found: Sequence[tuple[Event, Mapping[str, Any]]], consumer: str, now: datetime) -> list[Event]:
    """The audit event that tells of all events `found` (each with what there is to say of it); none when they are reports themselves.

    One event is told as itself: its subject, its correlation id. Several are listed, under what they have in common.
    """
    told = [(event, detail) for event, detail in found if not is_report(event)]
    if not told:
        return []
    events = [{"event_id": str(event.id), "type": event.type, **detail} for event, detail in told]
    detail = events[0] if len(events) == 1 else {"events": _named(events, [event.subject for event, _ in told])}
    cause = Cause(
        f"/functions/{consumer}",
        correlation_id=_common([event.correlation_id for event, _ in told], ""),
        traceparent=_common([event.traceparent for event, _ in told], ""),
    )
    subject = _common([event.subject for event, _ in told], "events")
    return [audit_event(kind, subject, RESULTS[kind], {"consumer": consumer, **detail}, cause, now)]


def _named(events: Sequence[Mapping[str, Any]], subjects: Sequence[str]) -> list[dict[str, Any]]:
    return [{"subject": subject, **event} for subject, event in zip(subjects, events, strict=True)]


def _common(values: Sequence[str], otherwise: str) -> str:
    return values[0] if len(set(values)) == 1 else otherwise
