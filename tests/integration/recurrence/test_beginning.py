"""A repeating task and its series begin together, or not at all."""

from typing import Any

import pytest

from tests.integration.recurrence.conftest import Household


async def test_a_repeating_task_begins_a_series(home: Household) -> None:
    task = await home.create(tags=["home"], priority="high", reminders=[{"lead_minutes": 60}])
    series = await home.series(task)
    assert task["series_id"] == series["id"]
    assert task["recurrence"] == series["recurrence"] == {"pattern": "weekly", "interval": 1, "rrule": "FREQ=WEEKLY"}
    assert (series["anchor"], series["zone"], series["all_day"]) == ("2026-11-24T17:00", "Europe/Berlin", False)
    assert series["template"] == {
        "title": "Water plants", "description": None, "priority": "high", "tags": ["home"], "reminders": [{"lead_minutes": 60}],
    }  # fmt: skip
    assert [each["local"] for each in series["next"]] == [
        "2026-12-01T17:00", "2026-12-08T17:00", "2026-12-15T17:00", "2026-12-22T17:00", "2026-12-29T17:00",
    ]  # fmt: skip
    assert await home.rows(
        "SELECT planned::text, task_id::text, source_task_id FROM occurrence WHERE series_id = %s", series["id"]
    ) == [("2026-11-24 17:00:00", task["id"], None)]


@pytest.mark.parametrize(
    ("recurrence", "due"),
    [
        ({"pattern": "daily"}, "2026-11-24"),
        ({"pattern": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO"}, "2026-11-30"),
        ({"pattern": "monthly", "rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}, "2026-12-01"),
    ],
)
async def test_without_a_date_the_first_day_from_today_on(home: Household, recurrence: Any, due: str) -> None:
    task = await home.create(due_at=None, recurrence=recurrence)
    assert (task["due_at"], task["all_day"], task["due_zone"]) == (due, True, "Europe/Berlin")


async def test_today_is_that_of_the_zone(home: Household) -> None:
    assert (await home.create("daily", due_at=None, timezone="Pacific/Auckland"))["due_at"] == "2026-11-24"
    home.later(hours=3)
    assert (await home.create("daily", due_at=None, timezone="Pacific/Auckland"))["due_at"] == "2026-11-25"


async def test_a_first_day_that_the_rule_does_not_name_is_kept(home: Household) -> None:
    task = await home.create(recurrence={"pattern": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO"})
    assert task["due_at"] == "2026-11-24T16:00:00Z"
    assert (await home.series(task))["next"][0]["local"] == "2026-11-30T17:00"


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [
        ({"pattern": "custom", "rrule": "FREQ=MONTHLY;BYDAY=1MO"}, "by its place in the month"),
        ({"pattern": "custom", "rrule": "FREQ=HOURLY"}, "more than once a day"),
        ({"pattern": "weekly", "rrule": "FREQ=DAILY"}, "said to be weekly"),
        ({"pattern": "daily", "until": "2026-11-23"}, "ends before it begins"),
        ({"pattern": "yearly", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes"),
        ({"pattern": "custom", "rrule": "FREQ=DAILY;INTERVAL=7;BYDAY=MO"}, "no day after the first one"),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(
    home: Household, recurrence: Any, said: str
) -> None:
    body = {"title": "Never stored", "due_at": "2026-11-24", "timezone": "UTC", "recurrence": recurrence}
    problem = await home.ask("POST", "/tasks", body, 422)
    assert said in problem["detail"]
    assert [error["field"] for error in problem["errors"]] == ["recurrence"]
    assert await home.rows("SELECT FROM task WHERE title = 'Never stored'") == []


async def test_a_repeated_request_begins_one_series(home: Household) -> None:
    body = {"title": "Once", "recurrence": {"pattern": "daily"}}
    headers = {"Idempotency-Key": "begin-once"}
    first = await home.ask("POST", "/tasks", body, 201, headers=headers)
    assert await home.ask("POST", "/tasks", body, 201, headers=headers) == first
    assert await home.rows("SELECT count(*) FROM series WHERE template->>'title' = 'Once'") == [(1,)]


async def test_a_rule_given_later_begins_a_series_at_that_task(home: Household) -> None:
    task = await home.ask(
        "POST", "/tasks", {"title": "Later", "due_at": "2026-11-25", "timezone": "Europe/Berlin"}, 201
    )
    task = await home.ask("PATCH", f"/tasks/{task['id']}", {"recurrence": {"pattern": "monthly"}})
    assert (await home.series(task))["next"][0]["local"] == "2026-12-25"
    await home.do(task)
    assert await home.due(task) == ["2026-12-25"]


async def test_a_rule_on_a_task_without_date_gives_it_one(home: Household) -> None:
    task = await home.ask("POST", "/tasks", {"title": "Later"}, 201)
    body = {"recurrence": {"pattern": "daily"}, "timezone": "Asia/Tokyo"}
    task = await home.ask("PATCH", f"/tasks/{task['id']}", body)
    assert (task["due_at"], task["due_zone"]) == ("2026-11-24", "Asia/Tokyo")


async def test_a_rule_on_a_task_that_is_done_is_refused(home: Household) -> None:
    task = await home.ask("POST", "/tasks", {"title": "Done"}, 201)
    await home.do(task)
    problem = await home.ask("PATCH", f"/tasks/{task['id']}", {"recurrence": {"pattern": "daily"}}, 409)
    assert problem["code"] == "task_completed"
