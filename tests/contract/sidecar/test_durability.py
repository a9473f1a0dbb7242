"""Nothing that was acknowledged is lost, whatever dies."""

import asyncio
import json
import os
import signal
from collections import defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise

import httpx
import psycopg
import pytest
from dapr.aio.clients import DaprClient
from dapr.clients.exceptions import DaprGrpcError
from grpc import StatusCode

from local.postgres import Postgres
from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.events import CLOUD_EVENT, entry, event
from tests.contract.sidecar.receiver import Delivered

UNAVAILABLE = (StatusCode.UNAVAILABLE, StatusCode.INTERNAL)


class Publisher:
    """Publishes numbered events under a few keys until told to stop; remembers what was acknowledged."""

    def __init__(self, client: DaprClient, run: str, name: str) -> None:
        self._client, self._run, self._name = client, run, name
        self.acknowledged: list[int] = []
        self.refused = 0
        self.stopping = False

    async def publish(self) -> None:
        number = 0
        while not self.stopping:
            numbers = range(number, number + 5)
            entries = [entry(self._run, one, f"{self._name}-{one % 2}") for one in numbers]
            try:
                answer = await self._client.publish_events("pubsub", "many", entries)
            except DaprGrpcError as error:
                assert error.code() in UNAVAILABLE
                self.refused += 1
                await asyncio.sleep(0.05)
            else:
                assert not answer.failed_entries
                self.acknowledged.extend(numbers)
            number += 5
            await asyncio.sleep(0.005)


async def _with_publishers(client: DaprClient, run: str, disturb: Callable[[], Awaitable[None]]) -> list[Publisher]:
    """Publishes before, during and after the disturbance, until publishing has come back."""
    publishers = [Publisher(client, run, f"p{number}") for number in range(3)]
    tasks = [asyncio.create_task(publisher.publish()) for publisher in publishers]
    try:
        await asyncio.sleep(0.3)
        await disturb()
        enough = [len(publisher.acknowledged) + 20 for publisher in publishers]
        async with asyncio.timeout(15):
            while any(len(one.acknowledged) < count for one, count in zip(publishers, enough, strict=True)):
                await asyncio.sleep(0.02)
    finally:
        for publisher in publishers:
            publisher.stopping = True
        await asyncio.gather(*tasks)
    return publishers


async def _check(sidecar: Sidecar, run: str, publishers: list[Publisher]) -> None:
    """Everything acknowledged arrives; first arrivals are in order for each key."""
    reader = sidecar.receivers["reader"]
    expected = {(f"p{index}", number) for index, one in enumerate(publishers) for number in one.acknowledged}

    def seen(one: Delivered) -> tuple[str, int]:
        return one.data["key"].partition("-")[0], one.data["number"]

    await reader.until(lambda: expected <= {seen(one) for one in reader.of(run)})
    first: dict[str, list[int]] = defaultdict(list)
    for one in reader.of(run):
        if one.data["number"] not in first[one.data["key"]]:
            first[one.data["key"]].append(one.data["number"])
    assert all(earlier < later for numbers in first.values() for earlier, later in pairwise(numbers))


async def test_the_sidecar_is_killed(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    async def disturb() -> None:
        for _ in range(2):
            await sidecar.kill()
            await sidecar.start()
            await asyncio.sleep(0.2)

    publishers = await _with_publishers(client, run, disturb)
    await _check(sidecar, run, publishers)


async def test_postgres_is_killed(
    client: DaprClient, http: httpx.AsyncClient, sidecar: Sidecar, postgres: Postgres, run: str
) -> None:
    """The sidecar process stays. Without the database it refuses to publish, keeps its cache and its secrets."""
    await client.save_state("task-cache", run, "cached")

    async def disturb() -> None:
        os.kill(postgres.pid, signal.SIGKILL)
        await asyncio.sleep(0.5)
        with pytest.raises(DaprGrpcError) as refused:
            await client.publish_event("pubsub", "plain", json.dumps(event(run)), data_content_type=CLOUD_EVENT)
        assert refused.value.code() is StatusCode.UNAVAILABLE
        assert (await http.post("/v1.0/publish/pubsub/plain", content=b"{}")).status_code == 503
        assert (await client.get_state("task-cache", run)).data == b"cached"
        assert (await client.get_secret("secrets", "mail-key")).secret
        with pytest.raises(DaprGrpcError) as state:
            await client.get_state("state", run)
        assert state.value.code() is StatusCode.UNAVAILABLE
        postgres.start()

    publishers = await _with_publishers(client, run, disturb)
    assert sum(one.refused for one in publishers) > 0
    await _check(sidecar, run, publishers)
    assert sidecar.receivers["undertaker"].of(run) == []
    assert (await client.get_state("task-cache", run)).data == b"cached"
    await client.save_state("state", run, "durable again")
    assert (await client.get_state("state", run)).data == b"durable again"


async def test_connections_that_break_lose_nothing(
    client: DaprClient, sidecar: Sidecar, postgres: Postgres, run: str
) -> None:
    async def disturb() -> None:
        with psycopg.connect(postgres.dsn, autocommit=True) as connection:
            for _ in range(10):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sidecar'"
                )
                await asyncio.sleep(0.05)

    publishers = await _with_publishers(client, run, disturb)
    await _check(sidecar, run, publishers)


async def test_failures_while_the_database_is_away_use_up_no_retries(
    client: DaprClient, sidecar: Sidecar, postgres: Postgres, run: str
) -> None:
    body = json.dumps(event(run, answers=[503] * 12))
    await client.publish_event("pubsub", "plain", body, data_content_type=CLOUD_EVENT)
    os.kill(postgres.pid, signal.SIGKILL)
    await sidecar.receivers["reader"].wait(run, 13)
    postgres.start()
    await _eventually_published(client, run)
    assert sidecar.receivers["undertaker"].of(run) == []


async def _eventually_published(client: DaprClient, run: str) -> None:
    """Publishing works again after an outage."""
    async with asyncio.timeout(15):
        while True:
            try:
                await client.publish_events("pubsub", "many", [entry(run, 0)])
            except DaprGrpcError:
                await asyncio.sleep(0.05)
            else:
                return


async def test_what_was_published_before_the_kill_is_delivered_after_it(
    client: DaprClient, sidecar: Sidecar, run: str
) -> None:
    await sidecar.listeners["late"].stop()
    await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(250)])
    await sidecar.kill()
    await sidecar.listeners["late"].start()
    await sidecar.start()
    got = await sidecar.receivers["late"].wait(run, 250)
    assert [one.data["number"] for one in got] == list(range(250))


async def test_a_backlog_longer_than_memory_is_drained_in_order(client: DaprClient, sidecar: Sidecar, run: str) -> None:
    await sidecar.listeners["late"].stop()
    for start in range(0, 3000, 500):
        await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(start, start + 500)])
    await sidecar.listeners["late"].start()
    got = await sidecar.receivers["late"].wait(run, 3000)
    assert [one.data["number"] for one in got] == list(range(3000))
