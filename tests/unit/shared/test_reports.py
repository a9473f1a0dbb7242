"""What the audit trail is told of repeated and early events."""

from dataclasses import replace
from datetime import UTC, datetime

from shared.audit_events import audit_event
from shared.events import Cause, Event
from shared.reports import report

_NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def _event(subject: str, correlation: str = "c-1") -> Event:
    return audit_event("signed_in", subject, "accepted", {}, Cause("/functions/x", correlation_id=correlation), _NOW)


def test_one_event_is_told_as_itself() -> None:
    event = _event("tasks/1")
    (told,) = report("event_repeated", [(event, {"sequence": 3})], "write-audit", _NOW)
    assert (told.type, told.subject, told.correlation_id) == ("audit.event_repeated", "tasks/1", "c-1")
    assert told.data["result"] == "dropped"
    assert told.data["detail"] == {
        "consumer": "write-audit",
        "event_id": str(event.id),
        "type": event.type,
        "sequence": 3,
    }


def test_all_of_a_delivery_are_told_together_each_by_name() -> None:
    events = [_event("tasks/1", "c-1"), _event("tasks/2", "c-2"), _event("tasks/2", "c-3")]
    found = [(event, {"first": number, "last": number}) for number, event in enumerate(events)]
    (told,) = report("event_reordered", found, "write-audit", _NOW)
    assert (told.subject, told.correlation_id, told.data["result"]) == ("events", "", "applied in order")
    listed = told.data["detail"]["events"]
    assert [(each["subject"], each["event_id"], each["first"]) for each in listed] == [
        (event.subject, str(event.id), number) for number, event in enumerate(events)
    ]


def test_what_several_have_in_common_is_said() -> None:
    events = [_event("tasks/1"), replace(_event("tasks/1"), traceparent="00-a")]
    (told,) = report("event_repeated", [(event, {}) for event in events], "write-audit", _NOW)
    assert (told.subject, told.correlation_id, told.traceparent) == ("tasks/1", "c-1", "")


def test_reports_are_not_reported_about() -> None:
    about = audit_event("event_repeated", "tasks/1", "dropped", {}, Cause("/functions/x"), _NOW)
    assert report("event_repeated", [(about, {})], "write-audit", _NOW) == []
    (told,) = report("event_repeated", [(about, {}), (_event("tasks/1"), {})], "write-audit", _NOW)
    assert "events" not in told.data["detail"]
