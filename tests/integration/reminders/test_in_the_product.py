"""From the request to the reminder, through every process."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.clock import rfc3339
from tests.eventually import eventually
from tests.integration.tasks import audited, created
from tests.product import Product


def soon(**ahead: float) -> str:
    return rfc3339(datetime.now(UTC) + timedelta(**ahead))


def reminders(product: Product, task: dict[str, Any]) -> list[tuple[Any, ...]]:
    return product.sql(
        "SELECT entry, status, trigger_time, late FROM reminder WHERE task_id = %s ORDER BY trigger_time", task["id"]
    )


async def test_a_reminder_comes_at_its_time_and_the_trail_says_why(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(
        api, title="Call mom", due_at=soon(seconds=2), reminders=[{"lead_minutes": 0, "method": "in-app"}]
    )
    trail = await audited(api, "reminder.scheduled", "reminder.triggered", "reminder.sent", entity_id=task["id"])
    scheduled, triggered, sent = (entry for entry in trail if entry["event_type"].startswith("reminder."))
    assert triggered["time"] >= task["due_at"], "never early"
    assert scheduled["detail"]["asked_for"] == "at the due time"
    assert (sent["detail"]["title"], sent["detail"]["late"]) == ("Call mom", False)
    assert [row[1] for row in reminders(nudge, task)] == ["sent"]


async def test_a_task_that_is_completed_in_time_reminds_of_nothing(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api, due_at=soon(seconds=4))

    async def scheduled() -> bool:
        return [row[1] for row in reminders(nudge, task)] == ["pending"]

    await eventually(scheduled)
    await api.post(f"/api/tasks/{task['id']}/complete")
    await audited(api, "reminder.cancelled", entity_id=task["id"])
    other = await created(api, due_at=soon(seconds=4), reminders=[{"lead_minutes": 0, "method": "in-app"}])
    await audited(api, "reminder.sent", entity_id=other["id"])
    assert [row[1] for row in reminders(nudge, task)] == ["cancelled"]


async def test_an_earlier_reminder_does_not_wait_for_a_later_one(nudge: Product, api: httpx.AsyncClient) -> None:
    await created(api, due_at=soon(days=300))
    task = await created(api, due_at=soon(seconds=1), reminders=[{"lead_minutes": 0, "method": "in-app"}])
    await audited(api, "reminder.sent", entity_id=task["id"])
