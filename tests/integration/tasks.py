"""Short words for what many tests do."""

import uuid
from typing import Any

import httpx

from tests.eventually import eventually
from tests.product import Product


def unique(word: str = "tag") -> str:
    """A word that no other test uses."""
    return f"{word}-{uuid.uuid4().hex[:12]}"


async def created(api: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await api.post("/api/tasks", json={"title": "Buy milk", **fields})
    assert answer.status_code == 201, answer.text
    task: dict[str, Any] = answer.json()
    return task


async def listed(api: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await api.get("/api/tasks", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def audited(api: httpx.AsyncClient, *types: str, **query: Any) -> list[dict[str, Any]]:
    """The entries of the audit trail, oldest first, as soon as there is one of each of these types."""

    async def look() -> list[dict[str, Any]]:
        answer = await api.get("/api/audit", params={"limit": 500, **query})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items if set(types) <= {item["event_type"] for item in items} else []

    return list(reversed(await eventually(look)))


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer, which must be this one."""
    content: dict[str, Any] = answer.json()
    assert (answer.status_code, content["code"]) == (status, code), content
    assert answer.headers["content-type"] == "application/problem+json"
    assert content["correlation_id"] == answer.headers["x-correlation-id"]
    return content


def events(product: Product, key: str) -> list[tuple[Any, ...]]:
    """(topic, sequence, type) of the event table, by topic and sequence."""
    return product.sql("SELECT topic, sequence, type FROM event WHERE key = %s ORDER BY topic, sequence", key)
