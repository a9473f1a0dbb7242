"""Events as CloudEvents 1.0, written and read."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from shared.audit_events import audit_event
from shared.events import CONTRACTS, Actor, Cause, Event, MalformedEvent, decode, identity
from shared.identifiers import uuid7
from shared.task import change
from shared.task_events import task_changed
from tests.unit.shared.tasks import NOW, task

CAUSE = Cause("/functions/update-task", Actor("client-1", "Ann"), "correlation-1", f"00-{'1' * 32}-{'2' * 16}-01")


def written() -> tuple[Event, Event]:
    before = task()
    return task_changed("task.updated", before, change(before, NOW, title="Buy oat milk"), CAUSE)


def test_a_change_makes_one_event_for_the_functions_and_one_for_the_screens() -> None:
    for_functions, for_screens = written()
    assert (for_functions.topic, for_functions.sequence) == ("task-events", 2)
    assert (for_screens.topic, for_screens.sequence) == ("task-updates", 2)
    assert for_functions.id != for_screens.id
    assert for_functions.data["changes"] == {"title": {"from": "Buy milk", "to": "Buy oat milk"}}


def test_the_attributes_of_a_cloud_event() -> None:
    event, _ = written()
    body = orjson.loads(event.body)
    assert {name: body[name] for name in body if name not in ("data", "id")} == {
        "specversion": "1.0",
        "type": "task.updated",
        "source": "/functions/update-task",
        "subject": f"tasks/{task().id}",
        "time": "2026-11-24T09:00:00Z",
        "datacontenttype": "application/json",
        "dataschema": "urn:nudge:schema:task.updated:1",
        "schemaversion": 1,
        "correlationid": "correlation-1",
        "partitionkey": str(task().id),
        "sequence": 2,
        "traceparent": CAUSE.traceparent,
        "traceorigin": CAUSE.traceparent,
    }


def test_what_was_written_reads_back_the_same() -> None:
    for event in written():
        assert decode(orjson.loads(event.body), event.topic) == event


def test_unordered_events_have_no_sequence() -> None:
    event = audit_event("sign_in_failed", "session", "refused", {"address": "127.0.0.1"}, CAUSE, NOW)
    assert "sequence" not in orjson.loads(event.body)
    assert decode(orjson.loads(event.body), "audit-events") == event


def test_unknown_attributes_and_fields_are_ignored() -> None:
    event, _ = written()
    body: dict[str, Any] = orjson.loads(event.body)
    body |= {"topic": "task-events", "pubsubname": "pubsub", "newattribute": 1}
    body["data"]["mood"] = "good"
    assert decode(body, "task-events").id == event.id


def test_an_event_of_an_unknown_type_is_read_without_a_contract() -> None:
    body = {
        "specversion": "1.0",
        "id": str(uuid7()),
        "type": "weather.changed",
        "source": "/x",
        "time": "2026-11-24T09:00:00Z",
    }
    body |= {"partitionkey": "k", "data": {"anything": 1}}
    assert decode(body, "reminders").data == {"anything": 1}


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(MalformedEvent) as refused:
        decode(
            {"specversion": "0.3", "id": "one", "type": "", "source": "/x", "time": "never", "sequence": 0, "data": []},
            "t",
        )
    for wrong in ("specversion", "id", "type", "time", "partitionkey", "sequence", "data"):
        assert f"{wrong}: " in str(refused.value)


@pytest.mark.parametrize("kind", sorted(CONTRACTS))
def test_data_that_breaks_the_contract_of_its_type_is_refused(kind: str) -> None:
    body = {"specversion": "1.0", "id": str(uuid7()), "type": kind, "source": "/x", "time": "2026-11-24T09:00:00Z"}
    with pytest.raises(MalformedEvent, match="Field required"):
        decode({**body, "partitionkey": "k", "data": {}}, "task-events")


def test_audit_details_are_cut_and_freed_of_what_the_database_cannot_hold() -> None:
    event = audit_event(
        "request_refused", "gateway", "refused", {"path": "/a\0b", "host": "h" * 5000, "n": 1}, CAUSE, NOW
    )
    assert event.data["detail"] == {"path": "/a�b", "host": "h" * 500, "n": 1}


def test_times_are_told_in_utc() -> None:
    event = audit_event("signed_in", "session", "accepted", {}, CAUSE, datetime(2026, 11, 24, 9, 0, 0, 5000, UTC))
    assert orjson.loads(event.body)["time"] == "2026-11-24T09:00:00.005Z"


def test_what_has_no_id_is_known_by_its_content_whatever_a_broker_adds() -> None:
    bare: dict[str, Any] = {"type": "x", "data": {"a": 1, "b": [None]}}
    there = {"pubsubname": "pubsub", "data": {"b": [None], "a": 1}, "topic": "task-events", "traceid": "", "type": "x"}
    assert identity(bare) == identity(there)
    others: list[Any] = [{**bare, "data": {"a": 2}}, {**bare, "id": "no uuid"}, [], "x", b"x", None, 5, {}]
    assert len({identity(other) for other in [bare, *others]}) == len(others) + 1


def test_what_has_an_id_is_known_by_it() -> None:
    event, _ = written()
    assert identity(orjson.loads(event.body)) == event.id
