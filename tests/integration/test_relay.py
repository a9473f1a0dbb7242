"""What a crash or an outage left unpublished goes out later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from functions.relay_outbox.main import sweep
from shared import outbox
from shared.audit_events import audit_event
from shared.database import Database
from shared.events import Cause, Event
from shared.services import Services
from shared.sidecar import SidecarUnavailable

_NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class OneTopicAway:
    """A sidecar whose broker takes nothing for one topic."""

    def __init__(self, away: str) -> None:
        self._away = away

    async def publish(self, topic: str, entries: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        if topic == self._away:
            raise SidecarUnavailable(f"publishing to {topic} failed")
        return [id_ for id_, *_ in entries]


async def _left_behind(database: Database, age: str = "1 day") -> list[Event]:
    """One event on each of two topics, and nothing that other tests left: a sweep takes the first of what waits."""
    first = audit_event("tested", "system", "done", {}, Cause("/functions/gateway"), _NOW)
    events = [
        first,
        replace(audit_event("tested", "system", "done", {}, Cause("/functions/gateway"), _NOW), topic="reminders"),
    ]
    async with database.unit_of_work() as work:
        await work.connection.execute("DELETE FROM outbox")
        await outbox.append(work.connection, events)
        await work.connection.execute(
            "UPDATE outbox SET created_at = now() - %s::interval WHERE event_id = ANY(%s)",
            (age, [each.id for each in events]),
        )
    return events


async def _waiting(database: Database, events: Sequence[Event]) -> list[Any]:
    async with database.connection() as connection:
        cursor = await connection.execute(
            "SELECT topic FROM outbox JOIN event ON id = event_id WHERE id = ANY(%s)", ([each.id for each in events],)
        )
        return [row[0] for row in await cursor.fetchall()]


@pytest.mark.parametrize("away", ["audit-events", "reminders"])
async def test_a_topic_that_cannot_be_published_to_holds_up_no_other(
    services: Services, database: Database, away: str
) -> None:
    """Sent along again and again, the others would come to their consumers as many times."""
    events = await _left_behind(database)
    with pytest.raises(SidecarUnavailable):
        await sweep(replace(services, sidecar=OneTopicAway(away)))  # type: ignore[arg-type]
    assert await _waiting(database, events) == [away]
    await sweep(replace(services, sidecar=OneTopicAway("")))  # type: ignore[arg-type]
    assert await _waiting(database, events) == []


@pytest.mark.parametrize(("age", "left"), [("1 day", 0), ("-1 day", 0), ("1 second", 2), ("-1 second", 2)])
async def test_what_its_own_process_still_publishes_is_let_be_whatever_the_clock_did(
    services: Services, database: Database, age: str, left: int
) -> None:
    """A row from the future was made before the clock was set back."""
    events = await _left_behind(database, age)
    await sweep(replace(services, sidecar=OneTopicAway("")))  # type: ignore[arg-type]
    assert len(await _waiting(database, events)) == left
