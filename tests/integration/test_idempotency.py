"""A repeated request changes nothing and gets the same answer; a key is for one request only."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.tasks import created, events, listed, problem, unique
from tests.product import Product

TIMES = 20

COMMANDS = [
    ("PATCH", "", {"title": "Buy oat milk"}),
    ("POST", "/complete", None),
    ("POST", "/reopen", None),
    ("DELETE", "", None),
    ("DELETE", "?permanent=true", None),
    ("POST", "/restore", None),
]


def same(answers: list[httpx.Response]) -> httpx.Response:
    """The answer that all of these are."""
    assert {answer.status_code for answer in answers} == {answers[0].status_code}
    assert {answer.content for answer in answers} == {answers[0].content}
    return answers[0]


async def create(api: httpx.AsyncClient, key: str, **fields: Any) -> httpx.Response:
    return await api.post("/api/tasks", json={"title": "Buy milk", **fields}, headers={"Idempotency-Key": key})


async def test_a_repeated_create_makes_one_task(nudge: Product, api: httpx.AsyncClient) -> None:
    key = unique("key")
    first, second = await create(api, key), await create(api, key)
    assert same([first, second]).status_code == 201
    assert second.headers["idempotent-replay"] == "true"
    assert len(events(nudge, first.json()["id"])) == 2


async def test_twenty_at_once_make_one_task(nudge: Product, api: httpx.AsyncClient) -> None:
    key, tag = unique("key"), unique()
    answers = await asyncio.gather(*(create(api, key, tags=[tag]) for _ in range(TIMES)))
    task = same(answers).json()
    assert await listed(api, tag=tag) == [task]
    assert len(events(nudge, task["id"])) == 2


async def test_the_same_key_for_another_body_is_refused(api: httpx.AsyncClient) -> None:
    key, tag = unique("key"), unique()
    await create(api, key, tags=[tag])
    problem(await create(api, key, tags=[tag], title="Buy bread"), 422, "idempotency_key_reused")
    assert [task["title"] for task in await listed(api, tag=tag)] == ["Buy milk"]


async def test_different_bodies_at_once_leave_one_winner(api: httpx.AsyncClient) -> None:
    key, tag = unique("key"), unique()
    answers = await asyncio.gather(*(create(api, key, tags=[tag], title=f"number {n}") for n in range(TIMES)))
    winners = [answer.json() for answer in answers if answer.status_code == 201]
    assert len(winners) == 1
    assert await listed(api, tag=tag) == winners
    for answer in answers:
        assert answer.status_code == 201 or problem(answer, 422, "idempotency_key_reused")


async def _prepared(api: httpx.AsyncClient, path: str) -> str:
    """The address of a task on which the command has something to do."""
    url = f"/api/tasks/{(await created(api))['id']}"
    if path == "/reopen":
        await api.post(f"{url}/complete")
    if path == "/restore":
        await api.delete(url)
    return url


@pytest.mark.parametrize(("method", "path", "body"), COMMANDS)
async def test_a_repeated_command_gets_the_first_answer_even_when_the_task_went_on(
    api: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    url, headers = await _prepared(api, path), {"Idempotency-Key": unique("key")}
    first = await api.request(method, url + path, json=body, headers=headers)
    assert first.status_code in (200, 204)
    await api.patch(url, json={"priority": "high"})
    same([first, await api.request(method, url + path, json=body, headers=headers)])


@pytest.mark.parametrize(("method", "path", "body"), COMMANDS)
async def test_a_command_twenty_times_at_once_happens_once(
    nudge: Product, api: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    url, headers = await _prepared(api, path), {"Idempotency-Key": unique("key")}
    before = len(events(nudge, url.rpartition("/")[2]))
    asking = [api.request(method, url + path, json=body, headers=headers) for _ in range(TIMES)]
    assert same(await asyncio.gather(*asking)).status_code in (200, 204)
    assert len(events(nudge, url.rpartition("/")[2])) == before + 2


@pytest.mark.parametrize(("method", "path", "body"), COMMANDS)
async def test_a_key_that_was_used_elsewhere_is_refused_and_nothing_happens(
    nudge: Product, api: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    key = unique("key")
    await create(api, key)
    url = await _prepared(api, path)
    before = (await api.get(url)).json()
    problem(
        await api.request(method, url + path, json=body, headers={"Idempotency-Key": key}),
        422,
        "idempotency_key_reused",
    )
    assert (await api.get(url)).json() == before


async def test_one_key_for_many_tasks_at_once_changes_only_one(nudge: Product, api: httpx.AsyncClient) -> None:
    """Each request locks another task, so only the key itself can tell them apart."""
    for _ in range(5):
        tasks = await asyncio.gather(*(created(api) for _ in range(8)))
        headers = {"Idempotency-Key": unique("key")}
        asking = [api.post(f"/api/tasks/{task['id']}/complete", headers=headers) for task in tasks]
        answers = await asyncio.gather(*asking)
        done = [answer for answer in answers if answer.status_code == 200]
        now = [(await api.get(f"/api/tasks/{task['id']}")).json() for task in tasks]
        assert len(done) == 1
        assert [task["id"] for task in now if task["status"] == "completed"] == [done[0].json()["id"]]
        assert sum(len(events(nudge, task["id"])) for task in tasks) == 2 * (len(tasks) + 1)


async def test_a_command_that_changed_nothing_is_remembered_too(api: httpx.AsyncClient) -> None:
    url, headers = f"/api/tasks/{(await created(api))['id']}", {"Idempotency-Key": unique("key")}
    first = await api.post(f"{url}/reopen", headers=headers)
    await api.post(f"{url}/complete")
    same([first, await api.post(f"{url}/reopen", headers=headers)])
    assert (await api.get(url)).json()["status"] == "completed"


async def test_settings_twenty_times_at_once_are_set_once(nudge: Product, api: httpx.AsyncClient) -> None:
    before = (await api.get("/api/settings")).json()
    headers = {"Idempotency-Key": unique("key")}
    asking = [api.put("/api/settings", json={"all_day_hour": 8}, headers=headers) for _ in range(TIMES)]
    after = same(await asyncio.gather(*asking)).json()
    assert (after["all_day_hour"], after["version"]) == (8, before["version"] + 1)
    problem(await api.put("/api/settings", json={"all_day_hour": 7}, headers=headers), 422, "idempotency_key_reused")
    assert (await api.get("/api/settings")).json() == after


async def test_a_key_of_another_request_leaves_the_settings_alone(api: httpx.AsyncClient) -> None:
    key = unique("key")
    await create(api, key)
    before = (await api.get("/api/settings")).json()
    answer = await api.put("/api/settings", json={"all_day_hour": 3}, headers={"Idempotency-Key": key})
    problem(answer, 422, "idempotency_key_reused")
    assert (await api.get("/api/settings")).json() == before


async def test_a_request_that_was_refused_leaves_its_key_free(api: httpx.AsyncClient) -> None:
    key = unique("key")
    assert (await create(api, key, priority="urgent")).status_code == 422
    assert (await create(api, key)).status_code == 201


@pytest.mark.parametrize("times", [2, TIMES])
async def test_a_repeated_chat_message_makes_one_task(api: httpx.AsyncClient, times: int) -> None:
    word = unique("errand")
    body = {"message": f"Create a task to run {word} tomorrow at 5pm", "timezone": "Europe/Berlin"}
    asking = [api.post("/api/chat", json=body, headers={"Idempotency-Key": f"key-{word}"}) for _ in range(times)]
    answers = await asyncio.gather(*asking)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["conversation_id"] for answer in answers}) == 1
    tasks = await listed(api, q=word)
    assert len(tasks) == 1
    assert {answer.json()["tasks"][0]["id"] for answer in answers} == {tasks[0]["id"]}
