"""The local sidecar as a process: stopping, succession, purging, metrics."""

import asyncio
import json
from collections.abc import Callable

import httpx
import psycopg
from dapr.aio.clients import DaprClient

from local.postgres import Postgres
from tests.contract.sidecar.conftest import LocalSidecar
from tests.contract.sidecar.events import CLOUD_EVENT, entry, event

WAITS = "another sidecar still serves this database"


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not condition():
            await asyncio.sleep(0.02)


async def test_an_orderly_stop_finishes_deliveries_under_way(
    client: DaprClient, local_sidecar: LocalSidecar, run: str
) -> None:
    slow = local_sidecar.receivers["slow"]
    slow.delay = 0.5
    await client.publish_event("pubsub", "slow", json.dumps(event(run, 1)), data_content_type=CLOUD_EVENT)
    await slow.until(lambda: slow.running == 1)
    assert await local_sidecar.stop() == 0
    assert len(slow.of(run)) == 1
    slow.delay = 0.0
    await local_sidecar.start()
    async with DaprClient() as again:
        await again.publish_event("pubsub", "slow", json.dumps(event(run, 2)), data_content_type=CLOUD_EVENT)
    await slow.until(lambda: any(one.data["number"] == 2 for one in slow.of(run)))
    assert [one.data["number"] for one in slow.of(run)].count(1) == 1


async def test_only_one_sidecar_serves_a_database(local_sidecar: LocalSidecar, run: str) -> None:
    waiting = local_sidecar.log.count(WAITS)
    second, third = local_sidecar.launch(), local_sidecar.launch()
    await _until(lambda: local_sidecar.log.count(WAITS) == waiting + 2)
    third.terminate()
    assert await asyncio.to_thread(third.wait, 5) == 0, "one that waits can be stopped"
    assert second.poll() is None
    await local_sidecar.stop()
    local_sidecar.process = second
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{local_sidecar.http}/v1.0/healthz", timeout=10)).status_code == 204
    async with DaprClient() as client:
        await client.publish_event("pubsub", "plain", json.dumps(event(run)), data_content_type=CLOUD_EVENT)
    await local_sidecar.receivers["reader"].wait(run, 1)


async def test_finished_messages_are_purged(
    client: DaprClient, local_sidecar: LocalSidecar, postgres: Postgres, run: str
) -> None:
    await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(30)])
    await local_sidecar.receivers["late"].wait(run, 30)
    await local_sidecar.listeners["late"].stop()
    await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(30, 40)])
    await local_sidecar.stop()
    await local_sidecar.start(retention=0, purge_every=0.1)
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        counting = "SELECT count(*) FROM sidecar.message WHERE topic = 'late'"
        await _until(lambda: connection.execute(counting).fetchone() == (10,))
    await local_sidecar.listeners["late"].start()
    await local_sidecar.receivers["late"].wait(run, 40)
    await local_sidecar.stop()
    await local_sidecar.start()


async def test_metrics_tell_of_lag_and_letters(client: DaprClient, local_sidecar: LocalSidecar, run: str) -> None:
    async with httpx.AsyncClient(base_url=local_sidecar.http) as http:

        async def value(name: str) -> float:
            lines = (await http.get("/metrics")).text.splitlines()
            return next((float(line.split()[-1]) for line in lines if line.startswith(name + " ")), 0.0)

        published = 'sidecar_published_total{pubsub="pubsub",topic="late"}'
        lag = 'sidecar_consumer_lag{group="late",topic="late"}'
        letters = 'sidecar_dead_letters_total{app="reader",topic="plain"}'
        before, buried = await value(published), await value(letters)
        await local_sidecar.listeners["late"].stop()
        await client.publish_events("pubsub", "late", [entry(run, number, "k") for number in range(7)])
        assert await value(published) == before + 7
        assert await value(lag) == 7
        assert await value("sidecar_backlog") >= 7
        await local_sidecar.listeners["late"].start()
        await local_sidecar.receivers["late"].wait(run, 7)
        body = json.dumps(event(run, answers=["DROP"]))
        await client.publish_event("pubsub", "plain", body, data_content_type=CLOUD_EVENT)
        await local_sidecar.receivers["undertaker"].wait(run, 1)
        assert await value(letters) == buried + 1
