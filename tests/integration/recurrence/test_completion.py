"""What comes when a repeating task is done: early, late, again, at the ends of months and years."""

import pytest

from tests.integration.recurrence.conftest import Household


async def test_the_next_one_comes_with_everything_that_the_first_had(home: Household) -> None:
    given = {
        "description": "the big ones too",
        "priority": "high",
        "tags": ["home", "green"],
        "reminders": [{"lead_minutes": 60}],
    }
    task = await home.create(**given)
    home.later(hours=8)
    await home.do(task)
    (new,) = await home.open(task)
    assert {name: new[name] for name in given} == given
    assert (new["title"], new["due_at"], new["due_zone"], new["version"]) == (
        "Water plants",
        "2026-12-01T16:00:00Z",
        "Europe/Berlin",
        1,
    )
    assert (new["series_id"], new["recurrence"]) == (task["series_id"], task["recurrence"])


async def test_it_is_told_with_source_rule_and_both_moments(home: Household) -> None:
    task = await home.create()
    await home.do(task)
    (new,) = await home.open(task)
    (told,) = home.told("recurring.generated")
    assert told.data == {
        "source_task_id": task["id"], "task_id": new["id"], "series_id": task["series_id"], "rrule": "FREQ=WEEKLY",
        "planned": "2026-12-01T17:00", "due_at": "2026-12-01T16:00:00Z", "actor": {"client_id": "", "name": ""},
    }  # fmt: skip
    completed = home.told("task.completed")[0]
    assert (told.topic, told.correlation_id) == ("audit-events", completed.correlation_id)
    created = [event for event in home.told("task.created") if event.key == new["id"]]
    assert {event.topic for event in created} == {"task-events", "task-updates"}
    assert home.told("recurring.caught_up") == []


async def test_completed_early_it_is_the_one_after_the_planned_date(home: Household) -> None:
    task = await home.create(due_at="2026-12-08T17:00")
    await home.do(task)
    assert await home.due(task) == ["2026-12-15T16:00:00Z"]


async def test_another_due_date_of_one_task_does_not_move_the_next(home: Household) -> None:
    task = await home.create()
    await home.ask("PATCH", f"/tasks/{task['id']}", {"due_at": "2026-11-27T08:00", "title": "Water plants, thoroughly"})
    await home.do(task)
    (new,) = await home.open(task)
    assert (new["due_at"], new["title"]) == ("2026-12-01T16:00:00Z", "Water plants")


async def test_completed_late_all_that_were_missed_come_too(home: Household) -> None:
    task = await home.create()
    home.later(days=22)
    await home.do(task)
    assert await home.due(task) == [f"2026-12-{day:02}T16:00:00Z" for day in (1, 8, 15, 22)]
    (told,) = home.told("recurring.caught_up")
    found = await home.open(task)
    assert told.data["missed"] == [each["id"] for each in found[:3]]
    assert (told.data["dropped"], told.data["source_task_id"]) == (0, task["id"])
    assert (await home.series(task))["extras"] == told.data["missed"]
    assert len(home.told("recurring.generated")) == 4


async def test_completing_the_missed_ones_brings_nothing_more(home: Household) -> None:
    task = await home.create()
    home.later(days=22)
    await home.do(task)
    for extra in (await home.open(task))[:3]:
        await home.do(extra)
    assert await home.due(task) == ["2026-12-22T16:00:00Z"]


async def test_completing_an_old_one_late_does_not_run_ahead_of_the_newest(home: Household) -> None:
    task = await home.create()
    home.later(days=8)
    await home.do(task)
    oldest, newest = await home.open(task)
    home.later(days=14)
    await home.do(oldest)
    assert [each["id"] for each in await home.open(task)] == [newest["id"]]


async def test_the_horizon_of_a_year(home: Household) -> None:
    task = await home.create("daily", due_at="2026-11-24")
    home.later(days=500)
    await home.do(task)
    (told,) = home.told("recurring.caught_up")
    # 500 days later it is 7 April 2028: missed are 25 November 2026 to 6 April 2028, kept those from 7 April 2027 on.
    assert (len(told.data["missed"]), told.data["dropped"]) == (366, 133)
    due = await home.due(task)
    assert (due[0], due[-1], len(due)) == ("2027-04-07", "2028-04-07", 367)


async def test_nothing_ever_comes_by_itself(home: Household) -> None:
    """A task made by its series is no completion: whatever is delivered, there is one open task at a time."""
    task = await home.create("daily")
    for _ in range(3):
        await home.deliver([event for event in home.published if event.topic == "task-events"])
        await home.settle()
    assert len(await home.open(task)) == 1
    assert home.told("recurring.generated") == []


async def test_month_ends_keep_the_anchor_day_and_say_what_was_adjusted(
    home: Household, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    task = await home.create("monthly", due_at="2027-01-31")
    for expected in ("2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"):
        (current,) = await home.open(task)
        await home.do(current)
        assert await home.due(task) == [expected]
    assert [event.data.get("adjusted") for event in home.told("recurring.generated")] == [
        {"from": "2027-02-31", "to": "2027-02-28"}, None, {"from": "2027-04-31", "to": "2027-04-30"}, None,
    ]  # fmt: skip
    logged = [record.__dict__["to"] for record in caplog.records if record.message == "an occurrence was adjusted"]
    assert logged == ["2027-02-28", "2027-04-30"]


async def test_leap_days(home: Household) -> None:
    task = await home.create("yearly", due_at="2028-02-29")
    for expected in ("2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"):
        (current,) = await home.open(task)
        await home.do(current)
        assert await home.due(task) == [expected]


async def test_year_ends(home: Household) -> None:
    task = await home.create("daily", due_at="2026-12-31T23:30")
    await home.do(task)
    assert await home.due(task) == ["2027-01-01T22:30:00Z"]


async def test_the_wall_clock_is_kept_across_changes_of_clocks(home: Household) -> None:
    task = await home.create("daily", due_at="2027-03-27T02:30")
    for expected in ("2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"):
        (current,) = await home.open(task)
        await home.do(current)
        assert await home.due(task) == [expected]
    assert home.told("recurring.generated")[0].data["adjusted"] == {
        "from": "2027-03-28T02:30:00",
        "to": "2027-03-28T03:30:00",
    }


@pytest.mark.parametrize("end", [{"count": 2}, {"until": "2026-12-01"}])
async def test_a_series_ends_by_its_rule(home: Household, end: dict[str, object]) -> None:
    task = await home.create(recurrence={"pattern": "weekly", **end})
    await home.do(task)
    (last,) = await home.open(task)
    assert last["due_at"] == "2026-12-01T16:00:00Z"
    await home.do(last)
    assert await home.open(task) == []


async def test_a_reminder_at_a_time_of_its_own_moves_along(home: Household) -> None:
    task = await home.create(
        "monthly", due_at="2027-03-15T09:00", reminders=[{"at": "2027-03-14T20:00", "method": "email"}]
    )
    await home.do(task)
    (new,) = await home.open(task)
    assert new["reminders"] == [{"at": "2027-04-14T18:00:00Z", "method": "email"}]
