"""A repeating task through the running product."""

from typing import Any

import httpx

from tests.eventually import eventually
from tests.integration.tasks import audited, created
from tests.product import Product


async def test_done_it_comes_again_with_its_reminder_and_the_trail_says_why(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    recurrence = {"pattern": "monthly", "rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}
    given: dict[str, Any] = {
        "tags": ["bills"],
        "reminders": [{"lead_minutes": 60}],
        "priority": "high",
        "recurrence": recurrence,
    }
    task = await created(api, title="Pay electricity bill", due_at="2099-01-01", timezone="Europe/Berlin", **given)
    await api.post(f"/api/tasks/{task['id']}/complete")

    async def following() -> list[dict[str, Any]]:
        answer = await api.get(f"/api/series/{task['series_id']}")
        found: list[dict[str, Any]] = answer.json()["open"]
        return found

    (new,) = await eventually(following)
    assert (new["title"], new["due_at"]) == ("Pay electricity bill", "2099-02-01")
    assert {name: new[name] for name in ("tags", "reminders", "priority")} == {
        name: given[name] for name in ("tags", "reminders", "priority")
    }
    trail = await audited(api, "recurring.generated", "task.created", entity_id=new["id"])
    (entry,) = [entry for entry in trail if entry["event_type"] == "recurring.generated"]
    assert (entry["detail"]["source_task_id"], entry["detail"]["rrule"]) == (task["id"], "FREQ=MONTHLY;BYMONTHDAY=1")
    assert entry["actor"]["client_id"] == task_actor(nudge, task["id"])


def task_actor(nudge: Product, task_id: str) -> str:
    """Who completed the task: the same person is behind what came of it."""
    ((client,),) = nudge.sql(
        "SELECT body->'data'->'actor'->>'client_id' FROM event WHERE key = %s AND topic = 'task-events' AND sequence = 2",
        task_id,
    )
    return str(client)


async def test_another_screen_hears_of_the_end_of_a_series(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api, due_at="2099-01-01", timezone="UTC", recurrence={"pattern": "daily"})
    answer = await api.request("DELETE", f"/api/series/{task['series_id']}", params={"scope": "all"})
    assert answer.status_code == 200, answer.text
    rows = nudge.sql("SELECT topic, type FROM event WHERE key = %s AND sequence = 2 ORDER BY topic", task["id"])
    assert rows == [("task-events", "task.deleted"), ("task-updates", "task.deleted")]
    (entry,) = await audited(api, "audit.series_changed", entity_id=task["series_id"])
    assert (entry["entity_type"], entry["result"]) == ("series", "ended")
