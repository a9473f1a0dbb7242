"""A short day at the address in NUDGE_URL, from outside: what people need most works, and strangers stay out."""

import os
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

_PATIENCE = httpx.Timeout(60)
"""Everything may have to wake up first."""


def _client(headers: dict[str, str]) -> httpx.AsyncClient:
    url = os.environ.get("NUDGE_URL") or pytest.fail("Say by NUDGE_URL where Nudge is.")
    return httpx.AsyncClient(base_url=url, headers=headers, timeout=_PATIENCE)


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    token = os.environ.get("NUDGE_ACCESS_TOKEN", "")
    async with _client({"Authorization": f"Bearer {token}"} if token else {}) as client:
        yield client


async def test_the_page_is_there(api: httpx.AsyncClient) -> None:
    page = await api.get("/")
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]


async def test_everything_is_well(api: httpx.AsyncClient) -> None:
    status = await api.get("/api/status")
    assert status.status_code == 200, status.text
    assert status.json()["status"] == "ok", status.text


async def test_a_sentence_becomes_a_task_that_can_be_done_and_taken_away(api: httpx.AsyncClient) -> None:
    title = f"verify {uuid.uuid4().hex[:8]}"
    answer = await api.post(
        "/api/chat", json={"message": f"Create a task to {title} tomorrow at 5pm", "timezone": "UTC"}
    )
    assert answer.status_code == 200, answer.text
    (task,) = answer.json()["tasks"]
    try:
        assert task["title"] == title
        assert (await api.get(f"/api/tasks/{task['id']}")).json()["due_at"]
        done = await api.post(f"/api/tasks/{task['id']}/complete", json={"version": task["version"]})
        assert done.status_code == 200, done.text
    finally:
        gone = await api.delete(f"/api/tasks/{task['id']}", params={"permanent": "true"})
    assert gone.status_code < 300, gone.text


async def test_updates_stream(api: httpx.AsyncClient) -> None:
    async with api.stream("GET", "/api/updates") as stream:
        assert stream.status_code == 200
        assert "text/event-stream" in stream.headers["content-type"]


async def test_strangers_stay_out_where_there_is_an_access_token(api: httpx.AsyncClient) -> None:
    required = (await api.get("/api/session")).json()["required"]
    assert required is bool(os.environ.get("NUDGE_ACCESS_TOKEN")), "NUDGE_ACCESS_TOKEN must fit this Nudge"
    async with _client({"Authorization": "Bearer wrong"}) as stranger:
        assert (await stranger.get("/api/tasks")).status_code == (401 if required else 200)
