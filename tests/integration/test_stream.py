"""Live updates: nothing is missed and, on one connection, nothing comes twice."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.integration.tasks import created, problem, unique
from tests.product import Product
from tests.screen import watching


async def test_a_change_appears_on_every_screen(nudge: Product, api: httpx.AsyncClient) -> None:
    async with nudge.client() as other, watching(api) as here, watching(other) as there:
        task = await created(api, title="Call mom")
        for screen in (here, there):
            await screen.sees(lambda screen: screen.of(task["id"]))
            (change,) = [each for each in screen.changes if each["task"]["id"] == task["id"]]
            assert change == {"type": "task.created", "task": task}


async def test_all_changes_of_a_task_come_in_order(api: httpx.AsyncClient) -> None:
    async with watching(api) as screen:
        task = await created(api)
        url = f"/api/tasks/{task['id']}"
        await api.patch(url, json={"title": "A"})
        await api.post(f"{url}/complete")
        await api.delete(url)
        await api.post(f"{url}/restore")
        await api.delete(f"{url}?permanent=true")
        await screen.sees(lambda screen: len(screen.of(task["id"])) == 6)
        kinds = ["created", "updated", "completed", "deleted", "restored", "deleted"]
        assert screen.of(task["id"]) == [(f"task.{kind}", number) for number, kind in enumerate(kinds, 1)]
        assert screen.changes[-1]["permanent"] is True


async def test_the_stream_says_when_to_come_back_and_where_it_is(api: httpx.AsyncClient) -> None:
    async with watching(api) as screen:
        assert screen.retry > 0
        assert screen.place


@pytest.mark.parametrize("how", ["header", "query"])
async def test_what_happened_meanwhile_is_told_on_return(api: httpx.AsyncClient, how: str) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    async with watching(api) as screen:
        await api.patch(url, json={"title": "seen"})
        await screen.sees(lambda screen: ("task.updated", 2) in screen.of(task["id"]))
        place = screen.place
    for number in range(3):
        await api.patch(url, json={"title": f"missed {number}"})
    given: dict[str, Any] = {"last_event_id": place} if how == "header" else {"params": {"last_event_id": place}}
    async with watching(api, **given) as again:
        await again.sees(lambda screen: len(screen.of(task["id"])) == 3)
        await api.patch(url, json={"title": "live"})
        await again.sees(lambda screen: len(screen.of(task["id"])) == 4)
        assert again.of(task["id"]) == [("task.updated", number) for number in (3, 4, 5, 6)]


async def test_a_screen_that_comes_and_goes_misses_nothing_and_sees_nothing_twice(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    """Several write at once while a screen leaves and returns by its last event id."""
    tag, writers, each = unique(), 6, 15
    seen: list[tuple[str, int]] = []

    async def write(number: int) -> None:
        async with nudge.client() as client:
            for turn in range(each):
                task = await created(client, title=f"{number}/{turn}", tags=[tag])
                await client.patch(f"/api/tasks/{task['id']}", json={"priority": "high"})

    def take(screen: Any) -> None:
        seen.extend((c["task"]["title"], c["task"]["version"]) for c in screen.changes if tag in c["task"]["tags"])

    async with watching(api) as screen:
        place = screen.place
    writing = asyncio.gather(*(write(number) for number in range(writers)))
    while not writing.done():
        async with watching(api, last_event_id=place) as screen:
            await screen.sees(lambda screen: screen.messages or writing.done())
            place = screen.place
            take(screen)
    await writing
    async with watching(api, last_event_id=place) as screen:
        await screen.sees(
            lambda screen: (
                len({*seen, *((c["task"]["title"], c["task"]["version"]) for c in screen.changes)})
                >= writers * each * 2
            )
        )
        take(screen)
    wanted = [(f"{number}/{turn}", version) for number in range(writers) for turn in range(each) for version in (1, 2)]
    assert sorted(seen) == sorted(wanted)


async def test_screens_that_stay_see_each_change_once_and_versions_in_order(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    tag = unique()
    async with watching(api) as one, watching(api) as two:

        async def write() -> None:
            task = await created(api, tags=[tag])
            for turn in range(5):
                await api.patch(f"/api/tasks/{task['id']}", json={"title": str(turn)})

        await asyncio.gather(*(write() for _ in range(8)))
        for screen in (one, two):
            await screen.sees(lambda screen: len([c for c in screen.changes if tag in c["task"]["tags"]]) >= 48)
            by_task: dict[str, list[int]] = {}
            for change in screen.changes:
                if tag in change["task"]["tags"]:
                    by_task.setdefault(change["task"]["id"], []).append(change["task"]["version"])
            assert list(by_task.values()) == [[1, 2, 3, 4, 5, 6]] * 8


async def test_rapid_changes_travel_together(nudge: Product, api: httpx.AsyncClient) -> None:
    tag = unique()
    async with watching(api) as screen:
        await asyncio.gather(*(created(api, tags=[tag]) for _ in range(60)))
        await screen.sees(lambda screen: len([c for c in screen.changes if tag in c["task"]["tags"]]) == 60)
        assert len(screen.messages) < 60


@pytest.mark.parametrize("foreign", ["x", "00000000-1", "deadbeef-999999", "1", "' OR 1=1", "-", "9" * 60])
async def test_a_place_that_is_not_known_means_load_everything_again(api: httpx.AsyncClient, foreign: str) -> None:
    async with watching(api, last_event_id=foreign) as screen:
        await screen.sees(lambda screen: screen.messages)
        assert (screen.messages[0].event, screen.messages[0].data) == ("resync", {})
        task = await created(api)
        await screen.sees(lambda screen: screen.of(task["id"]))
    async with watching(api, last_event_id=screen.place) as again:
        task = await created(api)
        await again.sees(lambda screen: screen.of(task["id"]))
        assert [message.event for message in again.messages] == ["changes"]


async def test_a_place_of_the_future_means_load_everything_again(api: httpx.AsyncClient) -> None:
    async with watching(api) as screen:
        epoch = screen.place.partition("-")[0]
    async with watching(api, last_event_id=f"{epoch}-{'9' * 18}") as screen:
        await screen.sees(lambda screen: [message.event for message in screen.messages] == ["resync"])


async def test_an_over_long_place_is_refused(api: httpx.AsyncClient) -> None:
    problem(await api.get("/api/updates", params={"last_event_id": "x" * 65}), 422, "invalid_input")


async def test_a_screen_that_does_not_read_holds_nobody_up(nudge: Product, api: httpx.AsyncClient) -> None:
    """It is paused in the middle of a message; the others go on, and it gets everything when it reads again."""
    tag, description = unique(), "long " * 1900
    host, port = nudge.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=4096)
    writer.write(f"GET /api/updates HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    await writer.drain()
    await reader.readuntil(b"\n\n")
    async with watching(api) as other:
        for _ in range(12):
            await asyncio.gather(*(created(api, tags=[tag], description=description) for _ in range(20)))
        await other.sees(lambda screen: len([c for c in screen.changes if tag in c["task"]["tags"]]) == 240)
    seen: set[str] = set()
    text = b""
    while len(seen) < 240:
        text += await asyncio.wait_for(reader.read(65536), 30)
        lines = text.split(b"\n")
        text = lines.pop()
        for line in lines:
            if line.startswith(b"data: {"):
                changes = json.loads(line.removeprefix(b"data: "))["changes"]
                seen |= {change["task"]["id"] for change in changes if tag in change["task"]["tags"]}
    writer.close()
    await writer.wait_closed()
