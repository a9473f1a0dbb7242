"""Whatever the broker does, each occurrence is made once."""

import asyncio
import random

import pytest

from functions.generate_recurrence.main import repeat
from shared.consumer import Consumer
from tests.integration.recurrence.conftest import Household


def replica(home: Household) -> Consumer:
    another = Consumer("generate-recurrence", repeat)
    another.bind(home.services)
    return another


async def test_two_workers_racing_make_one(home: Household) -> None:
    task = await home.create()
    await home.ask("POST", f"/tasks/{task['id']}/complete")
    events = home.pending()
    one, two = replica(home), replica(home)
    for _ in range(5):
        outcomes = await asyncio.gather(*(home.deliver(events, each) for each in (one, two) * 4))
        if all(outcome == "SUCCESS" for each in outcomes for outcome in each):
            break
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]
    assert len(home.told("recurring.generated")) == 1


async def test_two_workers_racing_under_other_names_make_one(home: Household) -> None:
    """Without the inbox between them, the series' own row and the planned moment keep them apart."""
    task = await home.create()
    home.later(days=22)
    await home.ask("POST", f"/tasks/{task['id']}/complete")
    events = home.pending()
    others = [Consumer(f"generate-recurrence-{number}-{task['id']}", repeat) for number in range(6)]
    for each in others:
        each.bind(home.services)
    await asyncio.gather(*(home.deliver(events, each) for each in others))
    assert len(await home.open(task)) == 4
    assert len(home.told("recurring.generated")) == 4


async def test_replayed_events_make_nothing_more(home: Household) -> None:
    task = await home.create()
    await home.do(task)
    for _ in range(3):
        await home.deliver([event for event in home.published if event.topic == "task-events"])
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]
    assert len(home.told("recurring.generated")) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_reordered_events_come_out_the_same(home: Household, seed: int) -> None:
    task = await home.create()
    for command in ("complete", "reopen", "complete", "reopen", "complete"):
        await home.ask("POST", f"/tasks/{task['id']}/{command}")
    events = home.pending()
    random.Random(seed).shuffle(events)
    for event in [*events, *events[:3]]:
        assert await home.deliver([event]) == ["SUCCESS"]
    await home.settle()
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_many_tasks_of_many_series_in_one_delivery(home: Household) -> None:
    tasks = [await home.create() for _ in range(5)]
    home.later(days=8)
    for task in tasks:
        await home.ask("POST", f"/tasks/{task['id']}/complete")
    events = home.pending()
    one, two = replica(home), replica(home)
    for _ in range(5):
        outcomes = await asyncio.gather(home.deliver(events, one), home.deliver(events[::-1], two))
        if all(outcome == "SUCCESS" for each in outcomes for outcome in each):
            break
    for task in tasks:
        assert await home.due(task) == ["2026-12-01T16:00:00Z", "2026-12-08T16:00:00Z"]


async def test_a_repeating_task_from_before_there_were_series_gets_one(home: Household) -> None:
    task = await home.ask("POST", "/tasks", {"title": "Old", "due_at": "2026-11-24", "timezone": "Europe/Berlin"}, 201)
    await home.rows(
        """UPDATE task SET recurrence = '{"pattern": "daily", "interval": 1}' WHERE id = %s RETURNING 1""", task["id"]
    )
    await home.do(task)
    ((series,),) = await home.rows("SELECT series_id FROM occurrence WHERE task_id = %s", task["id"])
    assert await home.due({"series_id": series}) == ["2026-11-25"]
    await home.do(task, "reopen")
    await home.do(task)
    assert await home.due({"series_id": series}) == ["2026-11-25"]


async def test_what_was_done_long_before_there_were_series_stays_over(home: Household) -> None:
    task = await home.ask("POST", "/tasks", {"title": "Old", "due_at": "2026-11-24", "timezone": "Europe/Berlin"}, 201)
    await home.rows(
        """UPDATE task SET recurrence = '{"pattern": "daily", "interval": 1}' WHERE id = %s RETURNING 1""", task["id"]
    )
    await home.ask("POST", f"/tasks/{task['id']}/complete")
    home.later(days=90)
    await home.settle()
    assert await home.rows("SELECT FROM occurrence WHERE task_id = %s", task["id"]) == []


@pytest.mark.parametrize("attempt", range(3))
async def test_a_series_that_ends_while_its_next_task_is_made_leaves_none_behind(home: Household, attempt: int) -> None:
    tasks = [await home.create() for _ in range(4)]
    for task in tasks:
        await home.ask("POST", f"/tasks/{task['id']}/complete")
    events = home.pending()
    ends = [home.ask("DELETE", f"/series/{task['series_id']}?scope=all") for task in tasks]
    await asyncio.gather(*ends[:attempt], home.deliver(events), *ends[attempt:])
    await home.deliver(events)
    await home.settle()
    assert [await home.open(task) for task in tasks] == [[]] * 4


@pytest.mark.parametrize("attempt", range(3))
async def test_another_time_of_day_while_the_next_task_is_made_makes_no_day_twice(
    home: Household, attempt: int
) -> None:
    tasks = [await home.create() for _ in range(4)]
    home.later(days=8)
    for task in tasks:
        await home.ask("POST", f"/tasks/{task['id']}/complete")
    events = home.pending()
    body = {"scope": "all", "time": "08:00"}
    changes = [home.ask("PATCH", f"/series/{task['series_id']}", body) for task in tasks]
    await asyncio.gather(*changes[:attempt], home.deliver(events), *changes[attempt:])
    await home.deliver(events)
    await home.settle()
    for task in tasks:
        assert await home.due(task) == ["2026-12-01T07:00:00Z", "2026-12-08T07:00:00Z"]
