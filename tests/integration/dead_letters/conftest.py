"""Consumers that fail on purpose, and the function that keeps what they gave up, on a real database."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest

from functions.keep_dead_letters import decision, shelf
from functions.keep_dead_letters.main import Letters
from functions.keep_dead_letters.shelf import DeadLetterQuery
from shared import outbox
from shared.catalogue import Catalogue, Function, Subscribes
from shared.consumer import Consumer
from shared.database import UnitOfWork
from shared.events import Actor, Cause, Event
from shared.services import Services
from shared.task import Task, change
from shared.task_events import task_changed
from tests.integration.tasks import unique

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CAUSE = Cause("/functions/keep-dead-letters", Actor("client-1", "Ann"), "c-9")


class Reader:
    """A consumer that writes down what takes effect; `wrong` holds what goes wrong with which event."""

    def __init__(self, name: str, services: Services) -> None:
        self.name, self.services = name, services
        self.wrong: dict[UUID, Exception] = {}
        self.consumer = Consumer(name, self.apply)
        self.consumer.bind(services)

    async def apply(self, events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
        for event in events:
            if event.id in self.wrong:
                raise self.wrong[event.id]
            await work.connection.execute(
                "INSERT INTO reader_effect (consumer, event_id, sequence) VALUES (%s, %s, %s)",
                (self.name, event.id, event.sequence),
            )

    async def receive(self, *bodies: Any, topic: str = "task-events") -> list[str]:
        return list(await self.consumer.receive(bodies, topic))

    async def effects(self, key: str) -> list[int]:
        """Sequences of a key in the order in which they took effect."""
        async with self.services.database.connection() as connection:
            cursor = await connection.execute(
                "SELECT reader_effect.sequence FROM reader_effect JOIN event ON event.id = event_id "
                "WHERE consumer = %s AND key = %s ORDER BY reader_effect.position",
                (self.name, key),
            )
            return [int(str(row[0])) for row in await cursor.fetchall()]


class Desk:
    """Two consumers of task-events, of which nobody else knows, and keep-dead-letters."""

    def __init__(self, services: Services) -> None:
        names = (unique("one"), unique("two"))
        subscribes = (Subscribes("task-events"),)
        functions = {name: Function(name, "topic", 1, subscribes=subscribes) for name in names}
        self.services = replace(services, catalogue=Catalogue(functions, {}, {}), clock=lambda: NOW)
        self.one, self.two = (Reader(name, self.services) for name in names)
        self.letters = Letters(seconds=1.2)
        self.letters.bind(self.services)

    async def history(self, versions: int) -> list[dict[str, Any]]:
        """The events of a new task as the broker delivers them; they lie in the event table."""
        task = Task(uuid4(), "version 1", NOW, NOW)
        events = [task_changed("task.created", None, task, CAUSE)[0]]
        while task.version < versions:
            after = change(task, NOW, title=f"version {task.version + 1}")
            events.append(task_changed("task.updated", task, after, CAUSE)[0])
            task = after
        async with self.services.database.unit_of_work() as work:
            await outbox.append(work.connection, events)
            await outbox.remove(work.connection, [event.id for event in events])
        return [{**orjson.loads(event.body), "topic": "task-events"} for event in events]

    async def die(self, *bodies: Any) -> None:
        """What Dapr does when a consumer gives up."""
        assert await self.letters.receive(bodies, "dead-letters") == ["SUCCESS"] * len(bodies)

    async def kept(self, body: Any = None, **query: Any) -> list[dict[str, Any]]:
        """The letters of these two (of this event alone), settled, oldest first."""
        async with self.services.database.connection() as connection:
            await shelf.settle(connection, NOW)
            page = await shelf.page(connection, DeadLetterQuery(status="all", limit=500, **query))
        names = {self.one.name, self.two.name, None}
        found = [each for each in page["items"] if each["consumer"] in names]
        return [each for each in reversed(found) if body is None or str(each["event_id"]) == body["id"]]

    async def in_full(self, letter: UUID) -> dict[str, Any]:
        async with self.services.database.connection() as connection:
            return await shelf.in_full(connection, letter)

    async def replay(self, letter: UUID) -> Event | None:
        async with self.services.database.unit_of_work() as work:
            await shelf.settle(work.connection, NOW)
            return await decision.replay(await decision.hold(work.connection, letter), work, CAUSE, NOW)

    async def discard(self, letter: UUID) -> None:
        async with self.services.database.unit_of_work() as work:
            await shelf.settle(work.connection, NOW)
            await decision.discard(await decision.hold(work.connection, letter), work, CAUSE, NOW)

    async def queued(self, body: dict[str, Any]) -> bool:
        """Whether the event waits to be published once more."""
        async with self.services.database.connection() as connection:
            cursor = await connection.execute("SELECT 1 FROM outbox WHERE event_id = %s", (body["id"],))
            return await cursor.fetchone() is not None


@pytest.fixture(scope="module", autouse=True)
def reader_effects(postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS reader_effect "
            "(position bigint GENERATED ALWAYS AS IDENTITY, consumer text, event_id uuid, sequence int)"
        )


@pytest.fixture
async def desk(services: Services) -> AsyncIterator[Desk]:
    yield Desk(services)
