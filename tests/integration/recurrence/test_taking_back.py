"""Reopened, thrown away, restored: what came of an occurrence goes or stays."""

from tests.integration.recurrence.conftest import Household


async def test_reopened_what_nobody_touched_goes_again(home: Household) -> None:
    task = await home.create()
    home.later(days=15)
    await home.do(task)
    made = await home.open(task)
    assert len(made) == 3
    await home.do(task, "reopen")
    assert [each["id"] for each in await home.open(task)] == [task["id"]]
    gone = [event for event in home.told("task.deleted") if event.topic == "task-events"]
    assert [(event.key, event.sequence, event.data["permanent"]) for event in gone] == [
        (each["id"], 2, True) for each in made
    ]


async def test_done_again_it_comes_again(home: Household) -> None:
    task = await home.create()
    for _ in range(3):
        await home.do(task)
        assert await home.due(task) == ["2026-12-01T16:00:00Z"]
        await home.do(task, "reopen")


async def test_reopened_what_somebody_touched_stays_and_nothing_comes_twice(home: Household) -> None:
    task = await home.create()
    home.later(days=8)
    await home.do(task)
    _, newest = await home.open(task)
    await home.ask("PATCH", f"/tasks/{newest['id']}", {"title": "Touched"})
    await home.do(task, "reopen")
    assert [each["title"] for each in await home.open(task)] == ["Water plants", "Touched"]
    await home.do(task)
    assert await home.due(task) == ["2026-12-01T16:00:00Z", "2026-12-08T16:00:00Z"]


async def test_thrown_away_means_skip_this_one(home: Household) -> None:
    task = await home.create()
    await home.trash(task)
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_deleted_for_good_means_skip_this_one_too(home: Household) -> None:
    task = await home.create()
    await home.trash(task, permanent=True)
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_the_end_of_the_trash_means_nothing(home: Household) -> None:
    task = await home.create()
    await home.trash(task)
    home.later(days=40)
    await home.trash(task, permanent=True)
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_thrown_away_after_it_was_done_means_nothing(home: Household) -> None:
    task = await home.create()
    await home.do(task)
    home.later(days=30)
    await home.trash(task)
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_restored_it_takes_back_what_came_instead(home: Household) -> None:
    task = await home.create()
    await home.trash(task)
    await home.do(task, "restore")
    assert [each["id"] for each in await home.open(task)] == [task["id"]]
    await home.do(task)
    assert await home.due(task) == ["2026-12-01T16:00:00Z"]


async def test_a_task_restored_after_its_series_has_ended_is_just_a_task(home: Household) -> None:
    task = await home.create()
    await home.ask("DELETE", f"/series/{task['series_id']}?scope=all")
    await home.settle()
    restored = await home.do(task, "restore")
    assert (restored["status"], restored["recurrence"]) == ("active", None)
    await home.do(task)
    assert await home.open(task) == []
