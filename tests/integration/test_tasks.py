"""Tasks from their making to the end of the trash, through the running product."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.tasks import created, events, listed, problem, unique
from tests.product import Product

UNKNOWN = "01900000-0000-7000-8000-00000000dead"


async def test_a_title_is_enough(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/tasks", json={"title": "Buy milk"})
    task = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/tasks/{task['id']}"
    assert {name: task[name] for name in task if name not in ("id", "created_at", "updated_at")} == {
        "title": "Buy milk", "description": None, "due_at": None, "due_zone": None, "all_day": False, "priority": "medium",
        "tags": [], "status": "active", "completed_at": None, "deleted_at": None, "version": 1, "reminders": [],
        "recurrence": None, "series_id": None,
    }  # fmt: skip
    assert task["id"][14] == "7"
    assert task["created_at"] == task["updated_at"]


async def test_everything_that_is_given_is_kept(api: httpx.AsyncClient) -> None:
    given: dict[str, Any] = {
        "title": "Submit report", "description": "with\nfigures", "due_at": "2026-11-29T15:00", "timezone": "Europe/Berlin", "priority": "high",
        "tags": ["work", "Q4"], "reminders": [{"lead_minutes": 60}, {"at": "2026-11-29T08:00:00Z", "method": "email"}],
        "recurrence": {"pattern": "weekly", "interval": 2, "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "count": 5},
    }  # fmt: skip
    task = await created(api, **given)
    assert (task["due_at"], task["due_zone"], task["all_day"]) == ("2026-11-29T14:00:00Z", "Europe/Berlin", False)
    for name in ("title", "description", "priority", "tags", "reminders", "recurrence"):
        assert task[name] == given[name]
    answer = await api.get(f"/api/tasks/{task['id']}")
    assert answer.json() == task
    assert answer.headers["etag"] == '"1"'


async def test_an_all_day_task_keeps_its_date(api: httpx.AsyncClient) -> None:
    task = await created(api, due_at="2026-11-29", timezone="Pacific/Auckland")
    assert (task["due_at"], task["due_zone"], task["all_day"]) == ("2026-11-29", "Pacific/Auckland", True)
    assert (await api.get(f"/api/tasks/{task['id']}")).json() == task


async def test_a_task_through_its_life(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    seen = []
    for method, address, body in (
        ("PATCH", url, {"title": "Buy oat milk", "priority": "low"}),
        ("POST", f"{url}/complete", None),
        ("POST", f"{url}/reopen", None),
        ("DELETE", url, None),
        ("POST", f"{url}/restore", None),
    ):
        answer = await api.request(method, address, json=body)
        assert answer.status_code == 200, answer.text
        assert (await api.get(url)).json() == answer.json()
        seen.append((answer.json()["status"], answer.json()["version"]))
    assert seen == [("active", 2), ("completed", 3), ("active", 4), ("trashed", 5), ("active", 6)]
    assert (await api.delete(url, params={"permanent": "true"})).status_code == 204
    problem(await api.get(url), 404, "task_not_found")
    types = ["created", "updated", "completed", "updated", "deleted", "restored", "deleted"]
    assert events(nudge, task["id"]) == [
        (topic, number, f"task.{kind}")
        for topic in ("task-events", "task-updates")
        for number, kind in enumerate(types, 1)
    ]


async def test_repeating_a_command_is_harmless(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    for method, address in (
        ("POST", f"{url}/complete"),
        ("POST", f"{url}/reopen"),
        ("DELETE", url),
        ("POST", f"{url}/restore"),
    ):
        first, second = await api.request(method, address), await api.request(method, address)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json() == second.json()
    assert len(events(nudge, task["id"])) == 2 * 5


async def test_null_clears_and_what_is_left_out_stays(api: httpx.AsyncClient) -> None:
    task = await created(
        api, description="words", due_at="2026-11-29", priority="high", tags=["a"], recurrence={"pattern": "daily"}
    )
    answer = await api.patch(
        f"/api/tasks/{task['id']}", json={"description": None, "due_at": None, "priority": None, "recurrence": None}
    )
    changed = answer.json()
    assert [changed[name] for name in ("description", "due_at", "due_zone", "priority", "recurrence")] == [
        None,
        None,
        None,
        "medium",
        None,
    ]
    assert (changed["tags"], changed["title"]) == (["a"], "Buy milk")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/complete"), ("POST", "/reopen"), ("POST", "/restore")],
)
@pytest.mark.parametrize("task_id", [UNKNOWN, "no-id", "%00", "..%2f..", "1' OR '1'='1", "🙂"])
async def test_a_task_that_is_not_there(api: httpx.AsyncClient, method: str, path: str, task_id: str) -> None:
    body = {"title": "x"} if method == "PATCH" else None
    answer = await api.request(method, f"/api/tasks/{task_id}{path}", json=body)
    assert answer.status_code == 404
    assert answer.json()["code"] in ("task_not_found", "not_found")


@pytest.mark.parametrize(("method", "path"), [("PATCH", ""), ("POST", "/complete"), ("POST", "/reopen")])
async def test_a_task_in_the_trash_must_be_restored_first(api: httpx.AsyncClient, method: str, path: str) -> None:
    task = await created(api)
    await api.delete(f"/api/tasks/{task['id']}")
    body = {"title": "x"} if method == "PATCH" else None
    problem(await api.request(method, f"/api/tasks/{task['id']}{path}", json=body), 409, "task_in_trash")


async def test_a_refused_change_changes_nothing(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    for body in ({"title": ""}, {"title": None}, {"due_at": "soon"}, {"colour": "red"}, {"title": "x", "version": 2}):
        assert (await api.patch(url, json=body)).status_code == 422
    assert (await api.get(url)).json() == task
    assert len(events(nudge, task["id"])) == 2


async def test_the_trash_is_a_list_of_its_own(api: httpx.AsyncClient) -> None:
    tag = unique()
    kept, thrown, done = [await created(api, tags=[tag], title=title) for title in ("kept", "thrown", "done")]
    await api.delete(f"/api/tasks/{thrown['id']}")
    await api.post(f"/api/tasks/{done['id']}/complete")
    for status, titles in (
        (None, ["done", "kept"]),
        ("active", ["kept"]),
        ("completed", ["done"]),
        ("trashed", ["thrown"]),
        ("all", ["done", "kept", "thrown"]),
    ):
        query = {"status": status} if status else {}
        assert sorted(task["title"] for task in await listed(api, tag=tag, **query)) == titles
    assert kept["status"] == "active"


async def test_what_people_type_comes_back_as_it_was(api: httpx.AsyncClient) -> None:
    for text in (
        "'; DROP TABLE task; --",
        "<script>alert(1)</script>",
        "{{7*7}} ${x} %s %(a)s \\u0041",
        "\u202egnp.exe",
        "👩‍👩‍👧‍👦 ﷽ Z̸̢͗",
        "  spaces  ",
    ):
        task = await created(api, title=text, description=f"{text}\n{text}", tags=[text])
        found = (await api.get(f"/api/tasks/{task['id']}")).json()
        assert (found["title"], found["description"], found["tags"]) == (text, f"{text}\n{text}", [text])


async def test_twenty_changes_at_once_all_happen_one_after_the_other(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    answers = await asyncio.gather(*(api.patch(url, json={"title": f"title {number}"}) for number in range(20)))
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, 22))
    last = max(answers, key=lambda answer: answer.json()["version"]).json()
    assert (await api.get(url)).json() == last
    assert len(events(nudge, task["id"])) == 2 * 21
