"""The person moves to another zone: open tasks, their reminders and series move with them, if they say so."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared import tasks
from shared.runtime import build_app
from shared.task import Task
from tests.integration.conftest import Published
from tests.integration.reminders.reminding import Reminding

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.fixture
async def settings(alone: Reminding) -> AsyncIterator[httpx.AsyncClient]:
    app = build_app("settings", alone.services)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://settings") as client:
        yield client


async def put(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await client.put("/api/settings", json=fields)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


async def stored(alone: Reminding, task: Task) -> Task:
    async with alone.services.database.connection() as connection:
        found = await tasks.find(connection, task.id)
    assert found is not None
    return found


async def test_open_tasks_keep_their_wall_clock_time_when_that_is_asked_for(
    alone: Reminding, settings: httpx.AsyncClient, published: Published
) -> None:
    await put(settings, timezone=BERLIN)
    mine, created = await alone.create("2026-11-29T15:00:00", BERLIN)
    elsewhere, _ = await alone.create("2026-11-29T15:00:00", "Asia/Tokyo")
    past, _ = await alone.create("2026-11-20T15:00:00", BERLIN)
    done, _ = await alone.complete((await alone.create("2026-11-29T15:00:00", BERLIN))[0])
    await alone.deliver(created)
    published.clear()
    assert (await put(settings, timezone=NEW_YORK, move_times=True))["timezone"] == NEW_YORK
    after = await stored(alone, mine)
    assert after.due is not None
    assert (after.due.instant, after.due.zone, after.version) == (datetime(2026, 11, 29, 20, tzinfo=UTC), NEW_YORK, 2)
    for other in (elsewhere, past, done):
        assert await stored(alone, other) == other
    changed = next(event for event in published if event.topic == "task-events")
    assert (changed.type, changed.sequence, changed.source) == ("task.updated", 2, "/functions/settings")
    assert changed.data["changes"]["due_at"] == {"from": "2026-11-29T14:00:00Z", "to": "2026-11-29T20:00:00Z"}
    assert [event.topic for event in published].count("task-updates") == 1
    told = next(event for event in published if event.type == "audit.settings_changed")
    assert told.data["detail"] == {"fields": ["timezone"], "moved_tasks": 1}
    assert await alone.deliver(changed) == ["SUCCESS"]
    open_ones = [each.trigger_time for each in await alone.of(mine) if each.open]
    assert open_ones == [datetime(2026, 11, 29, 20, tzinfo=UTC)]


@pytest.mark.parametrize(
    "fields", [{"timezone": NEW_YORK}, {"timezone": NEW_YORK, "move_times": False}, {"move_times": True}]
)
async def test_else_they_keep_their_instants(
    alone: Reminding, settings: httpx.AsyncClient, fields: dict[str, Any]
) -> None:
    await put(settings, timezone=BERLIN)
    task, _ = await alone.create("2026-11-29T15:00:00", BERLIN)
    await put(settings, **fields)
    assert await stored(alone, task) == task


async def test_a_hundred_tasks_move_together(alone: Reminding, settings: httpx.AsyncClient) -> None:
    await put(settings, timezone=BERLIN)
    made = [(await alone.create("2026-11-29", BERLIN))[0] for _ in range(100)]
    await put(settings, timezone=NEW_YORK, move_times=True)
    async with alone.services.database.connection() as connection:
        cursor = await connection.execute("SELECT due_zone, due_date::text, due_at, version FROM task")
        found = set(await cursor.fetchall())
    assert found == {(NEW_YORK, "2026-11-29", datetime(2026, 11, 29, 5, tzinfo=UTC), 2)}
    assert len(made) == 100
