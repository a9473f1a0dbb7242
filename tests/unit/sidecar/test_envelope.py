"""What is stored for published content."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.sidecar.envelope import CLOUD_EVENT, Origin, envelop
from local.sidecar.errors import ApiError

TRACE = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate": "a=1"}
EVENT = '{ "specversion": "1.0", "id": "1", "source": "/s", "type": "t", "data": {"n": 1.50, "topic": "inner"} }\n'


def stored(body: str, content_type: str = CLOUD_EVENT, trace: dict[str, str] | None = None, **attributes: str) -> str:
    return envelop(body.encode(), content_type, Origin("me", "pubsub", "tasks", trace or {}), attributes).decode()


def test_a_cloud_event_is_not_rewritten() -> None:
    assert stored(EVENT) == EVENT.rstrip()[:-1] + ',"topic":"tasks","pubsubname":"pubsub"}'


def test_parameters_of_the_media_type_do_not_matter() -> None:
    assert json.loads(stored(EVENT, "Application/CloudEvents+JSON; charset=utf-8"))["id"] == "1"


def test_the_component_decides_topic_and_pubsubname() -> None:
    event = json.loads(EVENT) | {"topic": "lies", "pubsubname": "lies"}
    assert json.loads(stored(json.dumps(event))) == json.loads(EVENT) | {"topic": "tasks", "pubsubname": "pubsub"}


def test_numbers_of_any_size_survive_a_second_publication() -> None:
    again = stored(EVENT.replace("1.50", str(10**30)).replace('"id"', '"topic": "before", "id"'))
    assert json.loads(again)["data"]["n"] == 10**30


def test_the_trace_of_the_request_is_added_but_never_replaces_the_events_own() -> None:
    assert json.loads(stored(EVENT, trace=TRACE))["traceparent"] == TRACE["traceparent"]
    own = json.dumps(json.loads(EVENT) | {"traceparent": "00-own"})
    assert json.loads(stored(own, trace=TRACE))["traceparent"] == "00-own"


def test_required_attributes_are_supplied() -> None:
    event = json.loads(stored('{"data": 1}'))
    assert (event["specversion"], event["type"], event["source"]) == ("1.0", "com.dapr.event.sent", "Dapr")
    assert event["id"]


def test_attributes_can_be_overridden() -> None:
    assert json.loads(stored(EVENT, type="other"))["type"] == "other"
    assert json.loads(stored("text", "text/plain", subject="s"))["subject"] == "s"


def test_json_becomes_data_as_it_stands() -> None:
    assert stored('{"n":1.50}', "application/json").endswith(',"data":{"n":1.50}}')
    assert json.loads(stored("[1]", "application/problem+json"))["data"] == [1]


def test_text_becomes_data() -> None:
    event = json.loads(stored("hällo", ""))
    assert (event["data"], event["datacontenttype"], event["source"]) == ("hällo", "text/plain", "me")
    assert json.loads(stored("{broken", "application/json"))["data"] == "{broken"


@pytest.mark.parametrize("body", ["", "null", "1", "[{}]", "{", '{"a":1}x'])
def test_what_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(ApiError):
        stored(body)


def test_an_empty_object_becomes_an_event() -> None:
    assert json.loads(stored("{}"))["topic"] == "tasks"


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(-(2**53), 2**53), st.booleans(), st.none())))
def test_every_member_survives(members: dict[str, object]) -> None:
    ours = {"topic", "pubsubname", "specversion", "type", "source", "id"}
    event = json.loads(stored(json.dumps(members, ensure_ascii=False)))
    assert {name: event[name] for name in members.keys() - ours} == {
        name: value for name, value in members.items() if name not in ours
    }
