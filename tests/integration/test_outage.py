"""When something is down, people get a sentence, nothing that was acknowledged is lost, and it recovers by itself."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest

from shared.migrate import SCHEMA
from tests.eventually import eventually
from tests.integration.tasks import audited, created, problem
from tests.product import Product, running
from tests.screen import watching


@pytest.fixture(scope="module")
def frail() -> Iterator[Product]:
    """A Nudge of our own to break."""
    with running() as product:
        yield product


@pytest.fixture
async def api(frail: Product) -> AsyncIterator[httpx.AsyncClient]:
    async with frail.client() as client:
        yield client


@contextmanager
def database_down(product: Product) -> Iterator[None]:
    """The database lets nobody in, and whoever was in is out."""
    with psycopg.connect(product.dsn.replace("/nudge?", "/postgres?"), autocommit=True) as connection:
        connection.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS false")
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'nudge'")
            yield
        finally:
            connection.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS true")


async def healthy(api: httpx.AsyncClient) -> None:
    async def look() -> bool:
        return (await api.get("/health")).status_code == 200

    await eventually(look, 60)


async def test_without_its_database_it_says_so_and_comes_back(frail: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    with database_down(frail):
        asking = [
            api.get("/api/tasks"),
            api.post("/api/tasks", json={"title": "x"}),
            api.patch(f"/api/tasks/{task['id']}", json={"title": "x"}),
            api.get("/api/audit"),
        ]
        for answer in await asyncio.gather(*asking):
            problem(answer, 503, "database_unavailable")
            assert int(answer.headers["retry-after"]) > 0
        assert (await api.get("/live")).status_code == 200
        assert (await api.get("/ready")).status_code == 200, "the friendly error must not go away with the pod"
        health = await api.get("/health")
        assert (health.status_code, health.json()["checks"]["database"]) == (503, "down")
        assert (await api.get("/")).status_code < 500
    await healthy(api)
    assert (await api.get(f"/api/tasks/{task['id']}")).json() == task
    other = await created(api)
    await audited(api, "task.created", entity_id=other["id"])


async def test_a_screen_goes_on_after_an_outage(frail: Product, api: httpx.AsyncClient) -> None:
    async with watching(api) as screen:
        await created(api)
        with database_down(frail):
            problem(await api.get("/api/tasks"), 503, "database_unavailable")
        await healthy(api)
        task = await created(api)
        async with watching(api, last_event_id=screen.place) as again:
            await again.sees(lambda screen: screen.of(task["id"]))


async def test_on_a_schema_that_is_too_old_a_function_is_not_ready(frail: Product, api: httpx.AsyncClient) -> None:
    """A newer one suits: then another release has migrated already, and this one is on its way out."""
    for found, status in (("0000", 503), ("9999", 200)):
        frail.sql("UPDATE alembic_version SET version_num = %s", found)
        answers = [await api.get("/ready"), await api.get("/live")]
        frail.sql("UPDATE alembic_version SET version_num = %s", SCHEMA)
        assert [answer.status_code for answer in answers] == [status, 200]
        assert answers[0].json()["schema"] == found
    assert (await api.get("/ready")).status_code == 200


@pytest.mark.parametrize("name", ["events", "sidecar"])
async def test_it_is_healthy_only_while_everything_answers(frail: Product, api: httpx.AsyncClient, name: str) -> None:
    await healthy(api)
    halted = frail.processes[name]
    assert halted is not None
    os.kill(halted, signal.SIGSTOP)
    try:
        answer = await api.get("/health")
        assert answer.status_code == 503
        assert answer.json()["status"] == "degraded"
        assert (await api.get("/api/tasks")).status_code == 200
    finally:
        os.kill(halted, signal.SIGCONT)
    await healthy(api)
