"""Tasks that were there before reminders were get theirs, whether an event of them ever comes or not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from functions.schedule_reminder import main
from functions.schedule_reminder.beginning import since
from shared import catalogue, migrate, preferences
from shared.audit_events import audit_event
from shared.config import Settings
from shared.database import Database
from shared.events import Cause, Event, decode
from shared.services import Services
from shared.task_events import task_changed
from shared.tasks import find
from tests.integration.conftest import Published
from tests.integration.reminders.reminding import NOW, Reminding

_TASK = """
    WITH made AS (
        INSERT INTO task (id, title, due_at, due_date, due_zone, priority, tags, status, created_at, updated_at, version, updates, reminders)
        VALUES (gen_random_uuid(), %(title)s, %(due_at)s, %(due_date)s, 'UTC', 'medium', '{}', %(status)s, %(made)s, %(made)s, 1, 1, %(reminders)s)
        RETURNING *),
    told AS (
        INSERT INTO event (id, topic, key, sequence, type, time, body)
        SELECT gen_random_uuid(), 'task-events', id::text, 1, 'task.created', created_at, '{}' FROM made)
    SELECT id FROM made
"""


def schema_0001(dsn: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(dsn.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


@pytest.fixture
async def upgraded(empty_dsn: str, published: Published) -> AsyncIterator[Reminding]:
    """An installation from before there were reminders, after its upgrade; nothing was started yet."""
    schema_0001(empty_dsn)
    with psycopg.connect(empty_dsn) as connection:
        for title, due, day, status, reminders in (
            ("ahead", "2026-11-29T15:00:00Z", None, "active", "[]"),
            ("with lead", "2026-11-29T15:00:00Z", None, "active", '[{"lead_minutes": 60}]'),
            ("whole day", "2026-11-30T00:00:00Z", "2026-11-30", "active", "[]"),
            ("overdue", "2026-11-20T15:00:00Z", None, "active", "[]"),
            ("undated", None, None, "active", "[]"),
        ):
            made = NOW - timedelta(days=60)
            given = {"title": title, "due_at": due, "due_date": day, "status": status, "made": made}
            connection.execute(_TASK, given | {"reminders": reminders})
        value = {"timezone": "Europe/Berlin", "default_lead_minutes": [], "delivery_methods": ["in-app"]}
        connection.execute("INSERT INTO settings (value, version) VALUES (%s, 1)", (orjson.dumps(value).decode(),))
    migrate.upgrade(empty_dsn)
    database = Database(empty_dsn, 4, published.soon)
    await database.open()
    yield Reminding(Services(Settings(), catalogue.load(), database, None, {}))  # type: ignore[arg-type]
    await database.close()


async def armed(reminding: Reminding) -> dict[str, list[tuple[str, datetime]]]:
    """Title to (entry, trigger time) of what is still to come."""
    async with reminding.services.database.connection() as connection:
        cursor = await connection.execute(
            "SELECT title, entry, trigger_time FROM reminder JOIN task ON task.id = task_id WHERE attempt_at IS NOT NULL ORDER BY trigger_time"
        )
        found: dict[str, list[tuple[str, datetime]]] = {}
        for title, entry, trigger in await cursor.fetchall():
            found.setdefault(str(title), []).append((str(entry), trigger))  # type: ignore[arg-type]
    return found


AHEAD = {
    "ahead": [("lead:0", datetime(2026, 11, 29, 15, tzinfo=UTC))],
    "with lead": [("lead:60", datetime(2026, 11, 29, 14, tzinfo=UTC))],
    "whole day": [("lead:0", datetime(2026, 11, 30, 9, tzinfo=UTC))],
}


async def test_after_an_upgrade_all_that_lies_ahead_is_armed_and_what_is_past_is_let_rest(upgraded: Reminding) -> None:
    await main.run(upgraded.services)
    assert await armed(upgraded) == AHEAD
    async with upgraded.services.database.connection() as connection:
        assert await since(connection) == NOW
        left = await connection.execute(
            "SELECT count(*) FROM outbox JOIN event ON id = event_id WHERE topic = 'reminders'"
        )
        assert await left.fetchone() == (3,)
        settings, _ = await preferences.read(connection)
    assert (settings.default_lead_minutes, settings.timezone) == ([0], "Europe/Berlin")


async def test_a_second_start_plans_nothing_again(upgraded: Reminding) -> None:
    await main.run(upgraded.services)
    upgraded.later(hours=1)
    await main.run(upgraded.services)
    async with upgraded.services.database.connection() as connection:
        assert await since(connection) == NOW
        told = await connection.execute("SELECT count(*) FROM event WHERE topic = 'reminders'")
        assert await told.fetchone() == (3,)


async def created_event(reminding: Reminding, title: str) -> Event:
    """The event of an old task, as the broker may still hold it."""
    async with reminding.services.database.connection() as connection:
        cursor = await connection.execute("SELECT id FROM task WHERE title = %s", (title,))
        row = await cursor.fetchone()
        assert row is not None
        task = await find(connection, row[0])  # type: ignore[arg-type]
    assert task is not None
    return task_changed("task.created", None, task, Cause("/functions/create-task"))[0]


async def test_old_events_that_a_new_subscription_gets_change_nothing(upgraded: Reminding) -> None:
    """A new consumer begins at the oldest message that is left."""
    await main.run(upgraded.services)
    events = [
        await created_event(upgraded, title) for title in ("ahead", "with lead", "whole day", "overdue", "undated")
    ]
    assert set(await upgraded.deliver(*events)) == {"SUCCESS"}
    assert await armed(upgraded) == AHEAD


async def test_an_event_that_comes_before_the_start_is_planned_after_all_others_are(upgraded: Reminding) -> None:
    task, created = await upgraded.create("2026-11-24T09:30:00Z", title="new")
    assert await upgraded.deliver(created) == ["SUCCESS"]
    assert await armed(upgraded) == {"new": [("lead:0", datetime(2026, 11, 24, 9, 30, tzinfo=UTC))]} | AHEAD
    _, completed = await upgraded.complete(task)
    await upgraded.deliver(completed)
    assert await armed(upgraded) == AHEAD


async def test_what_the_broker_no_longer_has_comes_from_the_event_table(alone: Reminding) -> None:
    """A key that the new consumer has never seen, of which only the newest event is left."""
    task, _ = await alone.create("2026-11-29T15:00:00Z")
    _, updated = await alone.change(task, title="Call mum")
    assert await alone.deliver(updated) == ["SUCCESS"]
    assert await alone.states(task) == [("lead:0", "pending", datetime(2026, 11, 29, 15, tzinfo=UTC))]


async def settings_changed(reminding: Reminding, **fields: object) -> Event:
    async with reminding.services.database.unit_of_work() as work:
        before, _ = await preferences.read(work.connection)
        await preferences.write(work.connection, before.model_copy(update=fields))
        detail = {"fields": sorted(fields)}
        event = audit_event(
            "settings_changed", "settings", "stored", detail, Cause("/functions/settings"), reminding.now
        )
        work.emit(event)
    return decode(orjson.loads(event.body), "audit-events")


async def test_other_default_lead_times_hold_for_all_open_tasks_without_their_own(upgraded: Reminding) -> None:
    await main.run(upgraded.services)
    changed = await settings_changed(upgraded, default_lead_minutes=[30, 0])
    assert await upgraded.deliver(changed) == ["SUCCESS"]
    found = await armed(upgraded)
    assert [entry for entry, _ in found["ahead"]] == ["lead:30", "lead:0"]
    assert found["with lead"] == AHEAD["with lead"]
    await upgraded.deliver(await settings_changed(upgraded, default_lead_minutes=[]))
    assert await armed(upgraded) == {"with lead": AHEAD["with lead"]}


async def test_another_hour_moves_the_reminders_of_whole_days_but_never_loses_todays(alone: Reminding) -> None:
    today, one = await alone.create("2026-11-24")
    tomorrow, other = await alone.create("2026-11-25")
    alone.now = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    await settings_changed(alone, all_day_hour=10)
    await alone.deliver(one, other)
    alone.later(minutes=1)
    await alone.deliver(await settings_changed(alone, all_day_hour=7))
    assert await alone.states(today) == [("lead:0", "pending", datetime(2026, 11, 24, 10, tzinfo=UTC))]
    assert await alone.states(tomorrow) == [
        ("lead:0", "pending", datetime(2026, 11, 25, 7, tzinfo=UTC)),
        ("lead:0", "cancelled", datetime(2026, 11, 25, 10, tzinfo=UTC)),
    ]


async def test_other_settings_touch_no_reminder(alone: Reminding) -> None:
    task, created = await alone.create("2026-11-29T15:00:00Z")
    await alone.deliver(created)
    before = await alone.of(task)
    await alone.deliver(await settings_changed(alone, email="ann@example.org"))
    assert await alone.of(task) == before
