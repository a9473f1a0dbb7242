"""Publishing, and what becomes of the event on its way."""

import asyncio
import json
import uuid
from collections import defaultdict
from itertools import pairwise

import httpx
import pytest
from dapr.aio.clients import DaprClient
from dapr.clients import BulkPublishEntry
from dapr.clients.exceptions import DaprGrpcError
from grpc import StatusCode

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import CLOUD_EVENT, entry, event
from tests.contract.sidecar.scenario import APP_TOKEN

ADDED = {"time", "traceid", "traceparent", "tracestate"}
"""What Dapr gives an event that has none."""
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_a_cloud_event_arrives_as_it_was_published(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    sent = event(run, text="Ümläut ☕ \u0001", exact=0.10, big=12345678901234567890)
    await client.publish_event("pubsub", "plain", json.dumps(sent), data_content_type=CLOUD_EVENT)
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    assert got.path == "/plain"
    assert {name: value for name, value in got.event.items() if name not in ADDED} == {
        **sent,
        "topic": "plain",
        "pubsubname": "pubsub",
    }
    assert got.headers["content-type"] == CLOUD_EVENT
    assert got.headers["dapr-api-token"] == APP_TOKEN


async def test_the_place_in_the_log_comes_as_kafka_headers(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await client.publish_event(
        "pubsub",
        "plain",
        json.dumps(event(run)),
        {"partitionKey": "käse", "origin": "here"},
        data_content_type=CLOUD_EVENT,
    )
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    assert got.headers["__key"] == "k%C3%A4se"
    assert got.headers["__topic"] == "plain"
    assert got.headers["__partition"] in {"0", "1", "2", "3"}
    assert int(got.headers["__offset"]) >= 0
    assert int(got.headers["__timestamp"]) > 1_700_000_000_000
    assert got.headers["origin"] == "here"


async def test_other_content_is_wrapped(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await client.publish_event("pubsub", "plain", json.dumps({"run": run}), data_content_type="application/json")
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    uuid.UUID(got.event["id"])
    assert got.event["specversion"] == "1.0"
    assert got.event["type"] == "com.dapr.event.sent"
    assert got.event["datacontenttype"] == "application/json"
    assert (got.event["topic"], got.event["pubsubname"]) == ("plain", "pubsub")
    assert got.event["source"]


async def test_text_and_bytes_are_wrapped(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    reader = sidecar.receivers["reader"]
    await client.publish_event("pubsub", "plain", f"text {run}")
    await client.publish_event(
        "pubsub", "plain", b"\x00\xff", {"cloudevent.subject": run}, data_content_type="application/octet-stream"
    )
    await reader.until(lambda: any(one.data == f"text {run}" for one in reader.delivered))
    await reader.until(lambda: any(one.event.get("subject") == run for one in reader.delivered))
    (binary,) = (one for one in reader.delivered if one.event.get("subject") == run)
    assert binary.event["data_base64"] == "AP8="


async def test_the_trace_context_of_the_request_goes_along(http: httpx.AsyncClient, sidecar: Sidecar, run: str) -> None:
    headers = {"content-type": CLOUD_EVENT, "traceparent": TRACEPARENT}
    answer = await http.post("/v1.0/publish/pubsub/plain", content=json.dumps(event(run)), headers=headers)
    assert answer.status_code == 204
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    trace_id = TRACEPARENT.split("-")[1]
    assert got.event["traceparent"].split("-")[1] == trace_id
    assert got.headers["traceparent"].split("-")[1] == trace_id


async def test_http_publishes_like_grpc(http: httpx.AsyncClient, sidecar: Sidecar, run: str) -> None:
    body = json.dumps(event(run))
    answer = await http.post(
        "/v1.0/publish/pubsub/plain?metadata.partitionKey=k7", content=body, headers={"content-type": CLOUD_EVENT}
    )
    assert answer.status_code == 204
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    assert got.headers["__key"] == "k7"


@pytest.mark.parametrize("version", ["v1.0", "v1.0-alpha1"])
async def test_http_publishes_in_bulk(http: httpx.AsyncClient, sidecar: Sidecar, run: str, version: str) -> None:
    entries = [
        {"entryId": "1", "event": event(run, 1), "contentType": CLOUD_EVENT, "metadata": {"partitionKey": "a"}},
        {"entryId": "2", "event": {"run": run, "number": 2}, "contentType": "application/json"},
    ]
    answer = await http.post(f"/{version}/publish/bulk/pubsub/many", json=entries)
    assert answer.status_code == 204
    got = await sidecar.receivers["reader"].wait(run, 2)
    assert {one.data["number"] for one in got} == {1, 2}


async def test_events_with_one_key_keep_their_order(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    async def publisher(name: str) -> None:
        for start in range(0, 100, 20):
            entries = [entry(run, number, f"{name}-{number % 3}") for number in range(start, start + 20)]
            answer = await client.publish_events("pubsub", "many", entries)
            assert not answer.failed_entries

    await asyncio.gather(*(publisher(f"p{number}") for number in range(5)))
    got = await sidecar.receivers["reader"].wait(run, 500)
    by_key: dict[str, list[int]] = defaultdict(list)
    for one in got:
        by_key[one.data["key"]].append(one.data["number"])
    assert len(by_key) == 15
    assert sum(map(len, by_key.values())) == 500
    assert all(earlier < later for numbers in by_key.values() for earlier, later in pairwise(numbers))


async def test_metadata_of_the_bulk_request_wins_over_that_of_an_entry(
    client: DaprClient, sidecar: Sidecar, run: str
) -> None:
    entries = [entry(run, 1), entry(run, 2, "own")]
    await client.publish_events("pubsub", "many", entries, {"partitionKey": "common"})
    got = await sidecar.receivers["reader"].wait(run, 2)
    assert {one.data["number"]: one.headers["__key"] for one in got} == {1: "common", 2: "common"}


async def test_unknown_component_and_topic_are_refused(client: DaprClient, http: httpx.AsyncClient) -> None:
    with pytest.raises(DaprGrpcError) as unknown:
        await client.publish_event("nothing", "plain", "{}")
    assert unknown.value.code() is StatusCode.INVALID_ARGUMENT
    assert unknown.value.error_code() == "DAPR_PUBSUB_NOT_FOUND"
    with pytest.raises(DaprGrpcError) as topic:
        await client.publish_event("pubsub", "nowhere", "{}")
    assert topic.value.code() is StatusCode.INTERNAL
    assert "nowhere" in topic.value.details()
    answer = await http.post("/v1.0/publish/nothing/plain", content=b"{}")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "ERR_PUBSUB_NOT_FOUND")
    answer = await http.post("/v1.0/publish/pubsub/nowhere", content=b"{}")
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "ERR_PUBSUB_PUBLISH_MESSAGE")


@pytest.mark.parametrize("body", ["not json", "[]", '"text"', '{"id": ', ""])
async def test_what_calls_itself_a_cloud_event_must_be_one(client: DaprClient, body: str) -> None:
    with pytest.raises(DaprGrpcError) as refused:
        await client.publish_event("pubsub", "plain", body, data_content_type=CLOUD_EVENT)
    assert refused.value.code() is StatusCode.INVALID_ARGUMENT


async def test_a_bulk_with_one_bad_event_publishes_nothing(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    bad = BulkPublishEntry("{", content_type=CLOUD_EVENT)
    with pytest.raises(DaprGrpcError) as refused:
        await client.publish_events("pubsub", "many", [entry(run, 1, "k"), bad])
    assert refused.value.code() is StatusCode.INVALID_ARGUMENT
    await client.publish_events("pubsub", "many", [entry(run, 2, "k")])
    (got,) = await sidecar.receivers["reader"].wait(run, 1)
    assert got.data["number"] == 2


async def test_entry_ids_must_be_unique(client: DaprClient, http: httpx.AsyncClient, run: str) -> None:
    twice = [BulkPublishEntry("{}", entry_id="same"), BulkPublishEntry("{}", entry_id="same")]
    with pytest.raises((DaprGrpcError, ValueError)):
        await client.publish_events("pubsub", "many", twice)
    entries = [{"entryId": "1", "event": "a"}, {"entryId": "1", "event": "b"}]
    answer = await http.post("/v1.0/publish/bulk/pubsub/many", json=entries)
    assert (answer.status_code, answer.json()["errorCode"]) == (400, "ERR_PUBSUB_EVENTS_SER")


async def test_every_call_needs_the_api_token(
    sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch, client: DaprClient
) -> None:
    from dapr.conf import settings

    monkeypatch.setattr(settings, "DAPR_API_TOKEN", "wrong")
    async with DaprClient() as stranger:
        with pytest.raises(DaprGrpcError) as refused:
            await stranger.publish_event("pubsub", "plain", "{}")
    assert refused.value.code() is StatusCode.UNAUTHENTICATED
    async with httpx.AsyncClient(base_url=sidecar.http) as stranger_http:
        for path in ("/v1.0/metadata", "/v1.0/secrets/secrets/mail-key", "/v1.0/invoke/reader/method/echo/x"):
            assert (await stranger_http.get(path)).status_code == 401
        assert (await stranger_http.get("/v1.0/healthz")).status_code == 204
