"""/live, /ready, /health and /metrics of every function, and what they mean (design §6)."""

import httpx
import pytest

from shared import catalogue
from shared.migrate import SCHEMA
from tests.integration.tasks import created
from tests.product import Product

FUNCTIONS = sorted(catalogue.load().functions)


@pytest.mark.parametrize("name", FUNCTIONS)
async def test_every_function_tells_how_it_is(nudge: Product, name: str) -> None:
    async with nudge.function(name) as function:
        live, ready, health = [(await function.get(path)) for path in ("/live", "/ready", "/health")]
    assert (live.status_code, live.json()) == (200, {"status": "live", "function": name})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "function": name, "schema": SCHEMA})
    assert health.status_code == 200
    assert health.json()["status"] == "ok"
    assert health.json()["checks"]["database"] == health.json()["checks"]["sidecar"] == "ok"


@pytest.mark.parametrize("name", FUNCTIONS)
async def test_every_function_has_metrics_for_prometheus(nudge: Product, name: str) -> None:
    async with nudge.function(name) as function:
        answer = await function.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    for metric in (
        "nudge_requests_total",
        "nudge_request_seconds",
        "nudge_events_handled_total",
        "nudge_event_lag_seconds",
    ):
        assert f"# TYPE {metric.removesuffix('_total')}" in answer.text


async def test_requests_errors_and_events_are_counted(nudge: Product, api: httpx.AsyncClient) -> None:
    async def figure(function: str, line: str) -> float:
        async with nudge.function(function) as client:
            lines = (await client.get("/metrics")).text.splitlines()
        return sum(float(each.rpartition(" ")[2]) for each in lines if each.startswith(line))

    good = 'nudge_requests_total{function="create-task",operation="createTask",status="201"}'
    bad = 'nudge_requests_total{function="create-task",operation="createTask",status="422"}'
    before = await figure("create-task", good), await figure("create-task", bad)
    await created(api)
    await api.post("/api/tasks", json={"title": ""})
    assert (await figure("create-task", good), await figure("create-task", bad)) == (before[0] + 1, before[1] + 1)
    assert await figure("create-task", 'nudge_request_seconds_count{function="create-task"') > 0


@pytest.mark.parametrize("name", FUNCTIONS)
async def test_what_daprd_asks_at_its_start_is_answered(nudge: Product, name: str) -> None:
    async with nudge.function(name) as function:
        assert (await function.get("/dapr/config")).json() == {}
        assert (await function.get("/dapr/subscribe")).json() == [], "all subscriptions are declared"


async def test_the_front_is_healthy(api: httpx.AsyncClient) -> None:
    answer = await api.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
