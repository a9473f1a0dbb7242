"""The series as a whole: looked at, changed, ended, caught up with."""

from typing import Any

import pytest

from shared import series as stored
from tests.integration.recurrence.conftest import Household, Json


async def late(home: Household, **fields: Any) -> tuple[Json, list[Json]]:
    """A weekly task done two weeks late: two that were missed and the next one."""
    task = await home.create(**fields)
    home.later(days=15)
    await home.do(task)
    return task, await home.open(task)


async def patch(home: Household, task: Json, scope: str = "all", **fields: Any) -> Json:
    answer = await home.ask("PATCH", f"/series/{task['series_id']}", {"scope": scope, **fields})
    await home.settle()
    return answer


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize("id_", ["01900000-0000-7000-8000-00000000dead", "no-id"])
async def test_a_series_that_is_not_there(home: Household, method: str, id_: str) -> None:
    path = {"POST": "/dismiss-extras", "DELETE": "?scope=all"}.get(method, "")
    body = {"scope": "all", "title": "x"} if method == "PATCH" else None
    assert (await home.ask(method, f"/series/{id_}{path}", body, 404))["code"] == "series_not_found"


async def test_all_changes_what_is_open_and_what_comes(home: Household) -> None:
    task, (_, _, newest) = await late(home)
    await patch(home, task, title="Water the plants", tags=["home"], priority="low")
    assert {(each["title"], each["priority"], *each["tags"]) for each in await home.open(task)} == {
        ("Water the plants", "low", "home")
    }
    assert (await home.get(task))["title"] == "Water plants"
    await home.do(newest)
    *_, new = await home.open(task)
    assert (new["title"], new["tags"], new["priority"], new["due_at"]) == (
        "Water the plants",
        ["home"],
        "low",
        "2026-12-22T16:00:00Z",
    )


async def test_following_leaves_earlier_ones_alone(home: Household) -> None:
    task, (first, second, third) = await late(home)
    await patch(home, task, "following", from_task=second["id"], title="Changed")
    assert [each["title"] for each in await home.open(task)] == ["Water plants", "Changed", "Changed"]
    assert (await home.series(task))["template"]["title"] == "Changed"
    assert [first["id"], second["id"], third["id"]] == [each["id"] for each in await home.open(task)]


async def test_another_time_of_day_keeps_the_days(home: Household) -> None:
    task, (_, _, newest) = await late(home)
    series = await patch(home, task, time="08:15")
    assert await home.due(task) == [f"2026-12-{day:02}T07:15:00Z" for day in (1, 8, 15)]
    assert (series["anchor"], series["id"]) == ("2026-11-24T08:15", task["series_id"])
    await home.do(newest)
    assert (await home.due(task))[-1] == "2026-12-22T07:15:00Z"
    await patch(home, task, time=None)
    assert await home.due(task) == ["2026-12-01", "2026-12-08", "2026-12-22"]
    (*_, newest) = await home.open(task)
    await home.do(newest)
    assert (await home.due(task))[-1] == "2026-12-29"


async def test_reminders_of_their_own_time_are_moved_for_each(home: Household) -> None:
    task, (_, second, third) = await late(home)
    await patch(home, task, "following", from_task=second["id"], reminders=[{"at": "2026-12-07T20:00"}])
    found = [each["reminders"] for each in await home.open(task)]
    assert found == [[], [{"at": "2026-12-07T19:00:00Z"}], [{"at": "2026-12-14T19:00:00Z"}]]
    await home.do(third)
    assert (await home.open(task))[-1]["reminders"] == [{"at": "2026-12-21T19:00:00Z"}]


async def test_another_rule_begins_anew_at_the_first_open_task(home: Household) -> None:
    task, (first, second, third) = await late(home)
    new = await patch(home, task, recurrence={"pattern": "daily"})
    assert new["id"] != task["series_id"]
    assert [each["id"] for each in new["open"]] == [first["id"]]
    assert new["open"][0]["due_at"] == first["due_at"]
    assert new["open"][0]["recurrence"]["rrule"] == "FREQ=DAILY"
    assert [(await home.get(each))["status"] for each in (second, third)] == ["trashed", "trashed"]
    old = await home.series(task)
    assert (old["ended_at"] is not None, old["open"], old["next"]) == (True, [], [])
    home.now = home.now.replace(day=2, month=12)
    await home.do(first)
    assert (await home.ask("GET", f"/series/{new['id']}"))["open"][-1]["due_at"] == "2026-12-02T16:00:00Z"


async def test_another_date_for_this_and_following(home: Household) -> None:
    task = await home.create()
    new = await patch(home, task, "following", from_task=task["id"], due_at="2026-11-26T17:00")
    assert [each["local"] for each in new["next"]][:2] == ["2026-12-03T17:00", "2026-12-10T17:00"]
    assert new["open"][0]["due_at"] == "2026-11-26T16:00:00Z"


async def test_what_was_changed_on_one_task_alone_does_not_become_the_template(home: Household) -> None:
    task = await home.create()
    await home.ask("PATCH", f"/tasks/{task['id']}", {"title": "Only today"})
    new = await patch(home, task, recurrence={"pattern": "daily"})
    assert (new["template"]["title"], new["open"][0]["title"]) == ("Water plants", "Only today")


async def test_the_same_rule_again_changes_nothing(home: Household) -> None:
    task = await home.create()
    series = await patch(home, task, recurrence={"pattern": "weekly"})
    assert (series["id"], series["version"]) == (task["series_id"], 1)
    assert (await home.ask("PATCH", f"/tasks/{task['id']}", {"recurrence": {"pattern": "weekly"}}))["version"] == 1


async def test_a_series_that_has_ended_cannot_be_changed(home: Household) -> None:
    task = await home.create()
    await home.ask("DELETE", f"/series/{task['series_id']}?scope=all")
    body = {"scope": "all", "title": "x"}
    assert (await home.ask("PATCH", f"/series/{task['series_id']}", body, 409))["code"] == "series_ended"


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x"},
        {"scope": "this", "title": "x"},
        {"scope": "all", "title": None},
        {"scope": "all", "recurrence": None},
        {"scope": "all", "time": "25:00"},
        {"scope": "all", "time": "08:00", "due_at": "2026-12-01"},
        {"scope": "all", "colour": "red"},
        {"scope": "all", "recurrence": {"pattern": "custom", "rrule": "FREQ=HOURLY"}},
        {"scope": "following", "from_task": "01900000-0000-7000-8000-00000000dead", "title": "x"},
    ],
)
async def test_a_refused_change_changes_nothing(home: Household, body: Json) -> None:
    task = await home.create()
    before = await home.series(task)
    await home.ask("PATCH", f"/series/{task['series_id']}", body, 422)
    assert await home.series(task) == before


async def test_one_task_without_its_rule_ends_the_series(home: Household) -> None:
    task, (first, second, third) = await late(home)
    assert (await home.ask("PATCH", f"/tasks/{third['id']}", {"recurrence": None}))["recurrence"] is None
    await home.settle()
    assert [each["recurrence"] for each in await home.open(task)] == [None, None, None]
    assert (await home.series(task))["ended_at"]
    for each in (first, second, third):
        await home.do(each)
    assert await home.open(task) == []


async def test_one_task_with_another_rule_is_this_and_following(home: Household) -> None:
    task, (first, second, third) = await late(home)
    changed = await home.ask("PATCH", f"/tasks/{second['id']}", {"recurrence": {"pattern": "monthly"}})
    await home.settle()
    assert changed["series_id"] != task["series_id"]
    assert changed["due_at"] == second["due_at"]
    assert (await home.get(first))["recurrence"] is None
    assert (await home.get(third))["status"] == "trashed"
    home.now = home.now.replace(day=8)
    await home.do(second)
    assert await home.due(changed) == ["2027-01-08T16:00:00Z"]


async def test_delete_this_and_following(home: Household) -> None:
    task, (first, second, third) = await late(home)
    answer = await home.ask("DELETE", f"/series/{task['series_id']}?scope=following&from_task={second['id']}")
    await home.settle()
    assert [each["id"] for each in answer["open"]] == [first["id"]]
    assert [(await home.get(each))["status"] for each in (second, third)] == ["trashed", "trashed"]
    await home.do(first)
    assert await home.open(task) == []


async def test_delete_the_whole_series(home: Household) -> None:
    task, _ = await late(home)
    for _ in range(2):
        answer = await home.ask("DELETE", f"/series/{task['series_id']}?scope=all")
        await home.settle()
        assert (answer["open"], answer["ended_at"] is not None) == ([], True)
    assert (await home.get(task))["status"] == "completed"
    trashed = [event for event in home.told("task.deleted") if event.topic == "task-events"]
    assert len(trashed) == 3
    (told,) = home.told("audit.series_changed")
    assert (told.data["result"], told.data["detail"]["trashed"]) == ("ended", 3)


async def test_the_extras_of_a_catch_up_are_dismissed_in_one_step(home: Household) -> None:
    task, (first, second, third) = await late(home)
    for _ in range(2):
        answer = await home.ask("POST", f"/series/{task['series_id']}/dismiss-extras")
        await home.settle()
        assert ([each["id"] for each in answer["open"]], answer["extras"]) == ([third["id"]], [])
    (told,) = home.told("audit.series_changed")
    assert told.data["detail"]["tasks"] == [first["id"], second["id"]]
    assert (await home.get(first))["recurrence"] is not None


async def test_without_one_ahead_the_newest_missed_one_stays(home: Household) -> None:
    task, _ = await late(home, recurrence={"pattern": "weekly", "count": 3})
    answer = await home.ask("POST", f"/series/{task['series_id']}/dismiss-extras")
    assert [each["due_at"] for each in answer["open"]] == ["2026-12-08T16:00:00Z"]


async def test_what_somebody_has_put_off_is_no_extra(home: Household) -> None:
    task, (first, second, third) = await late(home)
    await home.ask("PATCH", f"/tasks/{second['id']}", {"due_at": "2026-12-20T10:00"})
    answer = await home.ask("POST", f"/series/{task['series_id']}/dismiss-extras")
    assert [each["id"] for each in answer["open"]] == [second["id"], third["id"]]
    assert first["id"] not in answer["extras"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("PATCH", "", {"scope": "all", "title": "x"}), ("DELETE", "?scope=all", None), ("POST", "/dismiss-extras", None)],
)
async def test_a_repeated_request_gets_the_same_answer(home: Household, method: str, path: str, body: Any) -> None:
    task, _ = await late(home)
    options: dict[str, Any] = {"headers": {"Idempotency-Key": f"{method}-{task['id']}"}}
    first = await home.ask(method, f"/series/{task['series_id']}{path}", body, **options)
    events = len(home.published)
    assert await home.ask(method, f"/series/{task['series_id']}{path}", body, **options) == first
    assert len(home.published) == events
    other = await home.ask("DELETE", f"/series/{task['series_id']}?scope=following", status=422, **options)
    assert other["code"] == "idempotency_key_reused"


async def test_a_preview_for_the_editor(home: Household) -> None:
    asked = {
        "due_at": "2027-01-31T09:00",
        "timezone": "Europe/Berlin",
        "recurrence": {"pattern": "monthly", "count": 3},
    }
    answer = await home.ask("POST", "/series/preview", asked)
    assert answer["next"] == [
        {"local": "2027-01-31T09:00", "due_at": "2027-01-31T08:00:00Z", "adjusted": None},
        {
            "local": "2027-02-28T09:00",
            "due_at": "2027-02-28T08:00:00Z",
            "adjusted": {"from": "2027-02-31", "to": "2027-02-28"},
        },
        {"local": "2027-03-31T09:00", "due_at": "2027-03-31T07:00:00Z", "adjusted": None},
    ]
    assert answer["recurrence"]["rrule"] == "FREQ=MONTHLY;COUNT=3"
    problem = await home.ask("POST", "/series/preview", {"recurrence": {"pattern": "custom"}}, 422)
    assert problem["errors"][0]["field"] == "recurrence"


async def test_the_person_moves_to_another_zone_in_the_middle_of_a_series(home: Household) -> None:
    task, other = await home.create(timezone="America/Lima"), await home.create(timezone="Asia/Tokyo")
    async with home.services.database.unit_of_work() as work:
        assert await stored.move_zone(work.connection, "America/Lima", "Asia/Kathmandu", home.now) >= 1
    for each in (task, other):
        await home.do(each)
    assert await home.due(task) == ["2026-12-01T11:15:00Z"]
    assert await home.due(other) == ["2026-12-01T08:00:00Z"]
    assert ((await home.series(task))["zone"], (await home.series(other))["zone"]) == ("Asia/Kathmandu", "Asia/Tokyo")


async def test_reminders_of_their_own_time_move_along_to_another_zone(home: Household) -> None:
    reminders = [{"at": "2026-11-23T20:00:00-05:00"}, {"lead_minutes": 5}]
    task = await home.create(timezone="America/Bogota", reminders=reminders)
    async with home.services.database.unit_of_work() as work:
        await stored.move_zone(work.connection, "America/Bogota", "Asia/Dubai", home.now)
    await home.do(task)
    (new,) = await home.open(task)
    assert new["due_at"] == "2026-12-01T13:00:00Z"
    assert new["reminders"] == [{"at": "2026-11-30T16:00:00Z"}, {"lead_minutes": 5}]


async def test_clock_jumps(home: Household) -> None:
    """A clock set back makes nothing twice; set forward by mistake it brings each day once, and what is yet to come is no extra."""
    task = await home.create("daily")
    for jump in (1, -2, 0, 30):
        home.later(days=jump)
        (*_, newest) = await home.open(task)
        await home.do(newest)
    home.later(days=-29)
    assert await home.due(task) == [f"2026-11-{day}T16:00:00Z" for day in (28, 29, 30)] + [
        f"2026-12-{day:02}T16:00:00Z" for day in range(1, 24)
    ]
    answer = await home.ask("POST", f"/series/{task['series_id']}/dismiss-extras")
    assert len(answer["open"]) == 26
