"""The local sidecar's log is a database: what happens while that is away."""

import asyncio
import json
import os
import signal

import httpx
import psycopg
import pytest
from dapr.aio.clients import DaprClient
from dapr.clients.exceptions import DaprGrpcError
from grpc import StatusCode

from local.postgres import Postgres
from tests.contract.sidecar.conftest import LocalSidecar
from tests.contract.sidecar.events import CLOUD_EVENT, entry, event
from tests.contract.sidecar.publishers import check, with_publishers


async def test_postgres_is_killed(
    client: DaprClient, http: httpx.AsyncClient, local_sidecar: LocalSidecar, postgres: Postgres, run: str
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

    publishers = await with_publishers(client, run, disturb)
    assert sum(one.refused for one in publishers) > 0
    await check(local_sidecar, run, publishers)
    assert local_sidecar.receivers["undertaker"].of(run) == []
    assert (await client.get_state("task-cache", run)).data == b"cached"
    await client.save_state("state", run, "durable again")
    assert (await client.get_state("state", run)).data == b"durable again"


async def test_connections_that_break_lose_nothing(
    client: DaprClient, local_sidecar: LocalSidecar, postgres: Postgres, run: str
) -> None:
    async def disturb() -> None:
        with psycopg.connect(postgres.dsn, autocommit=True) as connection:
            for _ in range(10):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sidecar'"
                )
                await asyncio.sleep(0.05)

    publishers = await with_publishers(client, run, disturb)
    await check(local_sidecar, run, publishers)


async def test_failures_while_the_database_is_away_use_up_no_retries(
    client: DaprClient, local_sidecar: LocalSidecar, postgres: Postgres, run: str
) -> None:
    body = json.dumps(event(run, answers=[503] * 12))
    await client.publish_event("pubsub", "plain", body, data_content_type=CLOUD_EVENT)
    os.kill(postgres.pid, signal.SIGKILL)
    await local_sidecar.receivers["reader"].wait(run, 13)
    postgres.start()
    await _eventually_published(client, run)
    assert local_sidecar.receivers["undertaker"].of(run) == []


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
