"""How applications' answers are read, and what they are sent."""

import json

import pytest

from local.sidecar import bulk, single
from local.sidecar.config import Backoff
from local.sidecar.messages import Message
from local.sidecar.outcome import Outcome

DONE, RETRY, DROP = Outcome.SUCCESS, Outcome.RETRY, Outcome.DROP


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b"", DONE), (204, b"", DONE), (200, b"ok", DONE), (200, b'"DROP"', DONE), (200, b"[]", DONE),
        (200, b"{}", DONE), (200, b'{"status": ""}', DONE), (200, b'{"status": 7}', DONE),
        (200, b'{"status": "SUCCESS"}', DONE), (201, b'{"status": "RETRY"}', RETRY), (200, b'{"status": "DROP"}', DROP),
        (200, b'{"status": "drop"}', RETRY), (404, b'{"status": "SUCCESS"}', DROP), (400, b"", RETRY), (500, b"", RETRY),
        (302, b"", RETRY),
    ],
)  # fmt: skip
def test_one_event(status: int, body: bytes, outcome: Outcome) -> None:
    assert single.outcome(status, body) is outcome


@pytest.mark.parametrize(
    ("status", "body", "outcomes"),
    [
        (200, {"statuses": [{"entryId": "1", "status": "DROP"}, {"entryId": "0", "status": "SUCCESS"}]}, [DONE, DROP]),
        (200, {"statuses": [{"entryId": "0", "status": "SUCCESS"}]}, [DONE, RETRY]),
        (200, {"statuses": [{"entryId": "0"}, {"entryId": "9", "status": "SUCCESS"}]}, [RETRY, RETRY]),
        (200, {"statuses": None}, [RETRY, RETRY]), (200, {}, [RETRY, RETRY]), (200, [1], [RETRY, RETRY]),
        (200, {"statuses": ["0"]}, [RETRY, RETRY]), (404, {}, [DROP, DROP]),
        (500, {"statuses": [{"entryId": "0", "status": "SUCCESS"}]}, [RETRY, RETRY]),
    ],
)  # fmt: skip
def test_a_bulk(status: int, body: object, outcomes: list[Outcome]) -> None:
    assert bulk.outcomes(status, json.dumps(body).encode(), 2) == outcomes


def test_an_unreadable_bulk_answer_means_retry() -> None:
    assert bulk.outcomes(200, b"", 1) == [RETRY]


def test_the_bulk_envelope_is_json() -> None:
    body = '{"id":"1","data":"ü"}'.encode()
    message = Message("tasks", 3, 7, "käse", "application/cloudevents+json", body, b'{"origin":"here"}', 99)
    envelope = json.loads(bulk.envelope([message, message], "pubsub", "tasks"))
    assert [entry["entryId"] for entry in envelope["entries"]] == ["0", "1"]
    assert envelope["entries"][0]["event"] == {"id": "1", "data": "ü"}
    assert envelope["entries"][0]["metadata"] == {
        "__topic": "tasks", "__partition": "3", "__offset": "7", "__timestamp": "99", "__key": "käse", "origin": "here",
    }  # fmt: skip


def test_headers_hold_nothing_that_breaks_a_request() -> None:
    message = Message("tasks", 0, 0, "a\r\nb: c\0%", "application/cloudevents+json", b"{}", b'{"x":"\\n"}', 0)
    headers = single.headers(message, "pubsub")
    assert headers["__key"] == "a%0D%0Ab: c%00%25"
    assert headers["x"] == "%0A"


def test_publish_metadata_cannot_pose_as_the_sidecar() -> None:
    metadata = b'{"Dapr-Api-Token":"t","content-type":"x","Content-Length":"9","a b":"","":"","X-Mine":"1","__key":"k"}'
    message = Message("tasks", 0, 0, None, "application/cloudevents+json", b"{}", metadata, 0)
    headers = single.headers(message, "pubsub")
    assert not {"dapr-api-token", "content-length", "a b", ""} & headers.keys()
    assert (headers["content-type"], headers["x-mine"]) == ("application/cloudevents+json", "1")


@pytest.mark.parametrize(
    ("body", "trace"),
    [(b'{"traceparent":"00-a"}', "00-a"), (b'{"data":{"traceparent":"00-a"}}', None), (b'{"traceparent":1}', None)],
)
def test_the_trace_of_an_event(body: bytes, trace: str | None) -> None:
    assert single.trace_of(Message("t", 0, 0, None, "", body, None, 0)) == trace


def test_pauses_grow_to_their_limit() -> None:
    backoff = Backoff(initial_ms=200, multiplier=2, max_ms=1000, max_retries=4)
    assert [backoff.delay(attempt) for attempt in (1, 2, 3, 4, 5)] == [0.2, 0.4, 0.8, 1.0, 1.0]
