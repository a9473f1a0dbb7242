"""Lists: filters, orders and pages."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.tasks import created, listed, problem, unique

SORTS = ["due", "-due", "created", "-created", "updated", "-updated", "priority", "-priority", "title", "-title"]


async def some_tasks(api: httpx.AsyncClient, tag: str, number: int) -> list[dict[str, Any]]:
    """Tasks with and without dates, of all priorities, with titles that repeat and differ only in case."""
    dues = ["2026-12-01T10:00:00Z", None, "2026-12-01", "2026-12-01T10:00:00Z", "2026-11-30T23:00:00Z"]
    priorities = ["low", "medium", "high"]
    titles = ["apple", "Banana", "apple", "cherry", "Äpfel", "🍎" * 500, "banana"]
    making = [
        created(api, title=titles[n % 7], tags=[tag], due_at=dues[n % 5], priority=priorities[n % 3])
        for n in range(number)
    ]
    return list(await asyncio.gather(*making))


async def pages(api: httpx.AsyncClient, **query: Any) -> list[list[dict[str, Any]]]:
    """All pages, one after the other."""
    found, cursor = [], None
    while True:
        answer = await api.get("/api/tasks", params={**query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        cursor = answer.json()["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize("sort", SORTS)
async def test_every_order_pages_through_everything_once(api: httpx.AsyncClient, sort: str) -> None:
    tag = unique()
    made = await some_tasks(api, tag, 23)
    found = await pages(api, tag=tag, sort=sort, limit=4)
    assert [len(page) for page in found] == [4, 4, 4, 4, 4, 3]
    paged = [task["id"] for page in found for task in page]
    assert sorted(paged) == sorted(task["id"] for task in made)
    assert paged == [task["id"] for task in await listed(api, tag=tag, sort=sort, limit=500)]


async def test_orders_are_what_they_say(api: httpx.AsyncClient) -> None:
    tag = unique()
    await some_tasks(api, tag, 15)
    by = {sort: await listed(api, tag=tag, sort=sort) for sort in SORTS}
    assert [task["priority"] for task in by["priority"]] == ["high"] * 5 + ["medium"] * 5 + ["low"] * 5
    assert [task["priority"] for task in by["-priority"]] == ["low"] * 5 + ["medium"] * 5 + ["high"] * 5
    dated = [task["due_at"] for task in by["due"] if task["due_at"]]
    assert dated == ["2026-11-30T23:00:00Z"] * 3 + ["2026-12-01"] * 3 + ["2026-12-01T10:00:00Z"] * 6
    for sort in ("due", "-due"):
        assert [task["due_at"] for task in by[sort]][-3:] == [None] * 3, "without a date a task comes last either way"
    for sort in ("created", "updated", "due", "priority", "title"):
        if sort != "due":
            assert [task["id"] for task in by[f"-{sort}"]] == [task["id"] for task in reversed(by[sort])]
    assert [task["created_at"] for task in by["created"]] == sorted(task["created_at"] for task in by["created"])


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_stay_whole_while_rows_change(api: httpx.AsyncClient, sort: str) -> None:
    """Tasks that stay as they are appear once each, whatever is made, changed and thrown away between two pages."""
    tag = unique()
    still = await some_tasks(api, tag, 12)
    restless = await some_tasks(api, tag, 6)
    seen: list[str] = []
    cursor = None
    for turn in range(40):
        query = {"tag": tag, "sort": sort, "limit": 3, **({"cursor": cursor} if cursor else {})}
        answer = (await api.get("/api/tasks", params=query)).json()
        seen += [task["id"] for task in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
        moving = restless[turn % 6]["id"]
        await api.patch(
            f"/api/tasks/{moving}",
            json={
                "title": f"{turn % 7} moved",
                "priority": ["low", "high"][turn % 2],
                "due_at": f"2026-12-0{turn % 9 + 1}",
            },
        )
        if turn % 3 == 0:
            await api.delete(f"/api/tasks/{moving}")
    assert cursor is None
    for task in still:
        assert seen.count(task["id"]) == 1


async def test_filters_are_applied_together(api: httpx.AsyncClient) -> None:
    tag = unique()
    await created(api, title="Call Mom", tags=[tag, "family"], priority="high", due_at="2026-12-01T10:00:00Z")
    await created(api, title="Call Dad", tags=[tag, "family"], priority="low", due_at="2026-12-02T10:00:00Z")
    await created(
        api,
        title="Water plants",
        description="call the neighbour 100%_sure",
        tags=[tag],
        due_at="2026-12-03",
        timezone="Europe/Berlin",
    )
    await created(api, title="Undated", tags=[tag])

    async def titles(**query: Any) -> list[str]:
        return [task["title"] for task in await listed(api, **{"tag": tag, **query})]

    assert await titles(q="call") == ["Call Mom", "Call Dad", "Water plants"]
    assert await titles(q="CALL d") == ["Call Dad"]
    assert await titles(q="100%_s") == ["Water plants"]
    assert await titles(q="100__s") == []
    assert await titles(q="%") == ["Water plants"]
    assert await titles(q="\\") == []
    assert await titles(q="call", priority="high") == ["Call Mom"]
    assert await titles(due_from="2026-12-02", timezone="Europe/Berlin") == ["Call Dad", "Water plants"]
    assert await titles(due_to="2026-12-02", timezone="Europe/Berlin") == ["Call Mom", "Call Dad"]
    assert await titles(due_from="2026-12-02T10:00:00Z", due_to="2026-12-02T10:00:00Z") == ["Call Dad"]
    assert await titles(due_from="2026-12-03", due_to="2026-12-03", timezone="Europe/Berlin") == ["Water plants"]
    assert await titles(due_from="2026-12-03T00:00", due_to="2026-12-03T12:00", timezone="Europe/Berlin") == [
        "Water plants"
    ]
    assert await titles(tag="family", q="Call D", due_to="2026-12-31", limit=500) == ["Call Dad"]
    assert await titles(tag=f"{tag}x") == []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "sort=colour", "status=gone", "priority=urgent", "due_from=soon", "due_to=2026-02-30",
     "timezone=Mars%2FOlympus",
     "cursor=x", "cursor=%F0%9F%99%82", "cursor=WyJkdWUiLCJub3BlIiwiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0",
     "q=%00", "tag=%00", "q=a&q=b",
     "colour=red", "due_from=2026-12-01T10:00"],
)  # fmt: skip
async def test_queries_that_are_none(api: httpx.AsyncClient, query: str) -> None:
    problem(await api.get(f"/api/tasks?{query}"), 422, "invalid_input")


async def test_a_cursor_of_another_order_is_refused(api: httpx.AsyncClient) -> None:
    tag = unique()
    await some_tasks(api, tag, 3)
    cursor = (await api.get("/api/tasks", params={"tag": tag, "limit": 1, "sort": "due"})).json()["next"]
    problem(await api.get("/api/tasks", params={"tag": tag, "cursor": cursor, "sort": "title"}), 422, "invalid_input")
