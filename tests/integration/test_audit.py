"""Every event in the audit trail exactly once, with its result, and the correlation id from the request to the last log line."""

import asyncio
import base64
import json
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.eventually import eventually
from tests.integration.tasks import audited, created, problem, unique
from tests.product import Product


async def test_every_event_of_a_task_stands_in_the_trail_once(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    await api.patch(url, json={"title": "Buy oat milk"})
    await api.post(f"{url}/complete")
    await api.delete(url)
    await api.post(f"{url}/restore")
    await api.delete(f"{url}?permanent=true")

    async def complete() -> list[dict[str, Any]]:
        items = (await api.get("/api/audit", params={"entity_id": task["id"]})).json()["items"]
        return items if len(items) >= 6 else []

    trail = list(reversed(await eventually(complete)))
    kinds = ["created", "updated", "completed", "deleted", "restored", "deleted"]
    assert [entry["event_type"] for entry in trail] == [f"task.{kind}" for kind in kinds]
    assert {entry["result"] for entry in trail} == {"processed"}
    assert trail[1]["detail"]["changes"] == {"title": {"from": "Buy milk", "to": "Buy oat milk"}}
    assert trail[-1]["detail"]["permanent"] is True
    rows = nudge.sql("SELECT id::text FROM event WHERE key = %s AND topic = 'task-events'", task["id"])
    assert sorted(entry["event_id"] for entry in trail) == sorted(row[0] for row in rows)


async def test_under_many_writers_the_trail_is_complete_and_has_nothing_twice(nudge: Product) -> None:
    async def write() -> list[str]:
        async with nudge.client() as client:
            tasks = [await created(client) for _ in range(10)]
            for task in tasks:
                await client.post(f"/api/tasks/{task['id']}/complete")
            return [task["id"] for task in tasks]

    ids = [each for written in await asyncio.gather(*(write() for _ in range(8))) for each in written]

    async def complete() -> bool:
        (row,) = nudge.sql("SELECT count(*) FROM audit WHERE entity_id = ANY(%s)", ids)
        return bool(row[0] >= 160)

    await eventually(complete)
    found = nudge.sql("SELECT event_id FROM audit WHERE entity_id = ANY(%s)", ids)
    wanted = nudge.sql("SELECT id FROM event WHERE key = ANY(%s) AND topic = 'task-events'", ids)
    assert Counter(found) == Counter(wanted)


async def test_who_did_it_is_told(api: httpx.AsyncClient) -> None:
    session = (await api.post("/api/session", json={"name": "Jürgen 🙂"})).json()
    task = await created(api)
    (entry,) = await audited(api, "task.created", entity_id=task["id"])
    assert entry["actor"] == {"client_id": session["client_id"], "name": "Jürgen 🙂"}
    assert (entry["entity_type"], entry["source"]) == ("task", "/functions/create-task")


async def test_a_correlation_id_goes_from_the_request_to_event_trail_and_log(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    correlation = unique("c")
    answer = await api.post("/api/tasks", json={"title": "x"}, headers={"X-Correlation-Id": correlation})
    assert answer.headers["x-correlation-id"] == correlation
    (entry,) = await audited(api, "task.created", entity_id=answer.json()["id"])
    assert entry["correlation_id"] == correlation
    stored = nudge.sql("SELECT DISTINCT body->>'correlationid' FROM event WHERE key = %s", answer.json()["id"])
    assert stored == [(correlation,)]
    lines = [json.loads(line) for line in nudge.log.splitlines() if correlation in line]
    assert any(line["message"] == "request" and line["function"] == "create-task" for line in lines)
    assert {line["correlation_id"] for line in lines} == {correlation}


async def test_every_log_line_is_json_with_its_fields(nudge: Product, api: httpx.AsyncClient) -> None:
    await created(api)
    lines = [json.loads(line) for line in nudge.log.splitlines()]
    for line in lines:
        assert {"timestamp", "level", "message", "correlation_id"} <= set(line)


async def test_the_trail_pages_newest_first(api: httpx.AsyncClient) -> None:
    task = await created(api)
    for number in range(6):
        await api.patch(f"/api/tasks/{task['id']}", json={"title": str(number)})

    async def complete() -> list[dict[str, Any]]:
        items = (await api.get("/api/audit", params={"entity_id": task["id"]})).json()["items"]
        return items if len(items) == 7 else []

    whole = await eventually(complete)
    paged, cursor = [], ""
    while cursor is not None:
        query = {"entity_id": task["id"], "limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = (await api.get("/api/audit", params=query)).json()
        paged += answer["items"]
        cursor = answer["next"]
    assert paged == whole
    assert [entry["detail"]["version"] for entry in whole] == [7, 6, 5, 4, 3, 2, 1]
    only = (await api.get("/api/audit", params={"entity_id": task["id"], "event_type": "task.created"})).json()["items"]
    assert [entry["event_type"] for entry in only] == ["task.created"]


def _cursor(content: str) -> str:
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "cursor=x", "entity_id=%00", "colour=red",
     "cursor=" + _cursor('["0001-01-01T00:00:00+14:00","01900000-0000-7000-8000-000000000001"]'),
     "cursor=" + _cursor('["2026-01-01T00:00:00","01900000-0000-7000-8000-000000000001"]'), "cursor=" + _cursor('["2026-01-01T00:00:00Z",5]')],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/audit"])
async def test_queries_that_are_none(api: httpx.AsyncClient, path: str, query: str) -> None:
    problem(await api.get(f"{path}?{query}"), 422, "invalid_input")


async def test_a_cursor_with_an_odd_offset_is_a_moment_like_any_other(api: httpx.AsyncClient) -> None:
    cursor = _cursor('["2026-01-01T00:00:00+23:59","01900000-0000-7000-8000-000000000001"]')
    assert (await api.get("/api/audit", params={"cursor": cursor})).status_code == 200


async def test_a_change_of_settings_is_told_without_the_address(api: httpx.AsyncClient) -> None:
    correlation = unique("c")
    address = f"{unique('ann')}@example.org"
    await api.put("/api/settings", json={"email": address}, headers={"X-Correlation-Id": correlation})

    async def told() -> list[dict[str, Any]]:
        items = (await api.get("/api/audit", params={"event_type": "audit.settings_changed"})).json()["items"]
        return [item for item in items if item["correlation_id"] == correlation]

    (entry,) = await eventually(told)
    assert entry["detail"] == {"fields": ["email"]}
    assert address not in json.dumps(entry)
