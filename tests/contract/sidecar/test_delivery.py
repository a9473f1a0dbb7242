"""Deliveries: answers, retries, dead letters, routes, bulk, fan-out, limits."""

import asyncio
import json
import uuid
from collections import Counter

import pytest
from dapr.aio.clients import DaprClient

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import CLOUD_EVENT, entry, event


async def _publish(client: DaprClient, topic: str, body: dict[str, object], key: str | None = None) -> None:
    metadata = {} if key is None else {"partitionKey": key}
    await client.publish_event("pubsub", topic, json.dumps(body), metadata, data_content_type=CLOUD_EVENT)


@pytest.mark.parametrize("answer", ["SUCCESS", "", "fine", 200, 204])
async def test_these_answers_mean_done(client: DaprClient, sidecar: Sidecar, run: str, answer: object) -> None:
    await _publish(client, "plain", event(run, 1, answers=[answer]), key="k")
    await _publish(client, "plain", event(run, 2), key="k")
    got = await sidecar.receivers["reader"].wait(run, 2)
    assert [one.data["number"] for one in got] == [1, 2]


@pytest.mark.parametrize("answer", ["RETRY", "NONSENSE", 500, 503, 400, 429])
async def test_these_answers_mean_try_again(client: DaprClient, sidecar: Sidecar, run: str, answer: object) -> None:
    await _publish(client, "plain", event(run, 1, answers=[answer, answer]), key="k")
    await _publish(client, "plain", event(run, 2), key="k")
    got = await sidecar.receivers["reader"].wait(run, 4)
    assert [one.data["number"] for one in got] == [1, 1, 1, 2], "a failing event holds its partition"


async def test_after_its_retries_an_event_is_dead(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    sent = event(run, 1, answers=["RETRY"] * 9)
    await _publish(client, "plain", sent, key="k")
    await _publish(client, "plain", event(run, 2), key="k")
    got = await sidecar.receivers["reader"].wait(run, 5)
    assert [one.data["number"] for one in got] == [1, 1, 1, 1, 2]
    (letter,) = await sidecar.receivers["undertaker"].wait(run, 1)
    assert letter.event["id"] == sent["id"]
    assert letter.data == sent["data"]
    assert letter.event["topic"] == "plain", "the body is unchanged"
    assert letter.path == "/letters"


@pytest.mark.parametrize("answer", ["DROP", 404])
async def test_a_dropped_event_is_dead_at_once(client: DaprClient, sidecar: Sidecar, run: str, answer: object) -> None:
    await _publish(client, "plain", event(run, answers=[answer]))
    await sidecar.receivers["undertaker"].wait(run, 1)
    assert len(sidecar.receivers["reader"].of(run)) == 1


async def test_without_dead_letter_topic_the_next_event_follows(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await _publish(client, "fatal", event(run, 1, answers=["RETRY"] * 9))
    await _publish(client, "fatal", event(run, 2, answers=["DROP"]))
    await _publish(client, "fatal", event(run, 3))
    reader = sidecar.receivers["reader"]
    await reader.until(lambda: any(one.data["number"] == 3 for one in reader.of(run)))
    tries = [one.data["number"] for one in reader.of(run)]
    assert tries == sorted(tries), "a failing event holds its partition"
    assert tries.count(1) >= 4, "the retries; a broker's client may add rounds of its own"
    assert tries.count(2) >= 1
    assert sidecar.receivers["undertaker"].of(run) == []


async def test_routes_follow_the_type(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    for number, kind in enumerate(("a.happened", "b.happened", "c.happened")):
        await _publish(client, "routed", event(run, number, type=kind))
    got = await sidecar.receivers["reader"].wait(run, 3)
    assert [(one.event["type"], one.path) for one in got] == [
        ("a.happened", "/a"), ("b.happened", "/b"), ("c.happened", "/other"),
    ]  # fmt: skip


async def test_bulk_envelope(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await client.publish_events("pubsub", "many", [entry(run, number, "k") for number in range(3)])
    got = await sidecar.receivers["reader"].wait(run, 3)
    envelope = got[0].envelope
    assert got[0].path == "/many"
    assert envelope is not None
    assert (envelope["topic"], envelope["pubsubname"]) == ("many", "pubsub")
    assert envelope["type"] == "com.dapr.event.sent.bulk"
    assert len({item["entryId"] for item in envelope["entries"]}) == len(envelope["entries"])
    assert all(item["contentType"] == CLOUD_EVENT for item in envelope["entries"])
    assert got[0].headers["__key"] == "k"
    assert got[0].headers["__topic"] == "many"


async def test_bulks_are_no_larger_than_asked(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await client.publish_events("pubsub", "many", [entry(run, number, "k") for number in range(120)])
    got = await sidecar.receivers["reader"].wait(run, 120)
    sizes = Counter(one.request for one in got).values()
    assert max(sizes) <= 50
    assert len(sizes) < 20, "events that wait are delivered together"


async def test_statuses_of_a_bulk_count_for_each_entry(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    answers: list[list[object]] = [[], ["RETRY"], ["DROP"], ["RETRY"] * 9, [None], ["NONSENSE"]]
    entries = [entry(run, number, "k", answers=given) for number, given in enumerate(answers)]
    await client.publish_events("pubsub", "many", [*entries, entry(run, 6, "k")])
    letters = await sidecar.receivers["undertaker"].wait(run, 2)
    assert {letter.data["number"] for letter in letters} == {2, 3}
    got = Counter(one.data["number"] for one in sidecar.receivers["reader"].of(run))
    assert got == {0: 1, 1: 2, 2: 1, 3: 4, 4: 2, 5: 2, 6: 1}


async def test_fan_out_brings_everything_to_the_screen(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await client.publish_events("pubsub", "news", [entry(run, number, f"k{number % 3}") for number in range(60)])
    got = await sidecar.receivers["screen"].wait(run, 60)
    assert {one.data["number"] for one in got} == set(range(60))
    assert all(one.envelope is not None for one in got)
    assert len({one.request for one in got}) < 20


async def test_fan_out_keeps_nothing_for_an_application_that_fails(
    client: DaprClient, sidecar: Sidecar, run: str
) -> None:
    screen = sidecar.receivers["screen"]
    await client.publish_events("pubsub", "news", [entry(run, 1, "k", answers=["RETRY"] * 9)])
    await screen.wait(run, 4)
    await client.publish_events("pubsub", "news", [entry(run, 2, "k")])
    got = await screen.wait(run, 5)
    assert [one.data["number"] for one in got] == [1, 1, 1, 1, 2]


async def test_concurrency_of_an_application_is_bounded(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    slow = sidecar.receivers["slow"]
    slow.delay = 0.02
    await client.publish_events("pubsub", "slow", [entry(run, number, f"k{number}") for number in range(40)])
    await slow.wait(run, 40)
    assert slow.most_running == 3


async def test_a_function_of_functions_framework_receives(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    sent = event(run)
    await _publish(client, "framework", sent)
    (got,) = await sidecar.receivers["framework"].wait(run, 1)
    assert got.event["id"] == sent["id"]
    assert got.event["topic"] == "framework"


async def test_an_application_that_is_away_loses_nothing(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    """No socket at all: no retries are used up, nothing goes to the dead letters."""
    late = sidecar.receivers["late"]
    await sidecar.listeners["late"].stop()
    await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(5)])
    await asyncio.sleep(0.4)
    await sidecar.listeners["late"].start()
    got = await late.wait(run, 5)
    assert [one.data["number"] for one in got] == list(range(5))


async def test_one_application_away_does_not_hold_the_others(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await sidecar.listeners["late"].stop()
    await client.publish_events("pubsub", "late", [entry(run, 1)])
    await _publish(client, "plain", event(run, 2))
    await sidecar.receivers["reader"].wait(run, 1)
    await sidecar.listeners["late"].start()
    await sidecar.receivers["late"].wait(run, 1)


async def test_keys_spread_over_the_partitions(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    entries = [entry(run, number, str(uuid.uuid4())) for number in range(64)]
    await client.publish_events("pubsub", "many", entries)
    got = await sidecar.receivers["reader"].wait(run, 64)
    assert len({one.headers["__partition"] for one in got}) > 4
