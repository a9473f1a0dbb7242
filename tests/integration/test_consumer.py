"""Each event's effect once and in order, whatever is delivered; what goes wrong leaves its reason (design §4)."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest

from shared import outbox
from shared.audit_events import audit_event
from shared.consumer import ATTEMPTS, Consumer, Reject
from shared.database import Database, UnitOfWork
from shared.events import Cause, Event
from shared.services import Services
from shared.task import Task, change
from shared.task_events import task_changed
from tests.integration.conftest import Published
from tests.integration.tasks import unique

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_ATTEMPTS = 50
CAUSE = Cause("/functions/update-task", correlation_id="c-1")


class Applied:
    """A consumer that writes down what it applies; `wrong` holds what goes wrong with which event."""

    def __init__(self, services: Services, seconds: float = 0.0) -> None:
        self.name = unique("consumer")
        self.sequences: list[tuple[str, int | None]] = []
        self.wrong: dict[UUID, Exception] = {}
        self.consumer = Consumer(self.name, self.apply, seconds)
        self.consumer.bind(services)

    async def apply(self, events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
        for event in events:
            if event.id in self.wrong:
                raise self.wrong[event.id]
        # Only what commits counts: the effect is a row of the same transaction.
        for event in events:
            await work.connection.execute(
                "INSERT INTO effect (consumer, key, sequence) VALUES (%s, %s, %s)",
                (self.name, event.key, event.sequence),
            )

    async def receive(self, *events: Event, topic: str = "task-events") -> list[str]:
        return list(await self.consumer.receive([orjson.loads(event.body) for event in events], topic))

    async def effects(self, database: Database, key: str) -> list[int | None]:
        """Sequences in the order in which they took effect."""
        async with database.connection() as connection:
            cursor = await connection.execute(
                "SELECT sequence FROM effect WHERE consumer = %s AND key = %s ORDER BY position", (self.name, key)
            )
            return [row[0] for row in await cursor.fetchall()]

    async def inbox(self, database: Database, event: Event) -> tuple[Any, ...] | None:
        async with database.connection() as connection:
            cursor = await connection.execute(
                "SELECT status, attempts, reason FROM inbox WHERE consumer = %s AND event_id = %s",
                (self.name, event.id),
            )
            return await cursor.fetchone()


@pytest.fixture(scope="module", autouse=True)
def effects(postgres_dsn: str) -> None:
    """The table in which effects are counted."""
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE effect (position bigint GENERATED ALWAYS AS IDENTITY, consumer text, key text, sequence int)"
        )


@pytest.fixture
def applied(services: Services) -> Applied:
    return Applied(services)


async def history(database: Database, number: int) -> list[Event]:
    """The events of a task that went through so many versions, as they lie in the event table."""
    task = Task(uuid4(), "version 1", NOW, NOW)
    events = [task_changed("task.created", None, task, CAUSE)[0]]
    while task.version < number:
        after = change(task, NOW, title=f"version {task.version + 1}")
        events.append(task_changed("task.updated", task, after, CAUSE)[0])
        task = after
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, events)
    return events


async def test_events_take_effect_in_order(database: Database, applied: Applied) -> None:
    events = await history(database, 3)
    assert await applied.receive(*events) == ["SUCCESS"] * 3
    assert await applied.effects(database, events[0].key) == [1, 2, 3]
    assert await applied.inbox(database, events[1]) == ("processed", 1, None)


async def test_a_duplicate_is_acknowledged_and_told(database: Database, applied: Applied, published: Published) -> None:
    events = await history(database, 1)
    for _ in range(3):
        assert await applied.receive(*events) == ["SUCCESS"]
    assert await applied.effects(database, events[0].key) == [1]
    assert published.types == ["audit.event_repeated"] * 2
    detail = published[0].data["detail"]
    assert (detail["event_id"], detail["consumer"], published[0].correlation_id) == (
        str(events[0].id),
        applied.name,
        "c-1",
    )


async def test_an_event_that_is_early_brings_the_missing_ones_with_it(
    database: Database, applied: Applied, published: Published
) -> None:
    events = await history(database, 5)
    assert await applied.receive(events[0]) == ["SUCCESS"]
    assert await applied.receive(events[4]) == ["SUCCESS"]
    assert await applied.effects(database, events[0].key) == [1, 2, 3, 4, 5]
    assert published.types == ["audit.event_reordered"]
    assert (published[0].data["detail"]["first"], published[0].data["detail"]["last"]) == (2, 4)


async def test_the_late_arrivals_are_acknowledged_and_told(
    database: Database, applied: Applied, published: Published
) -> None:
    events = await history(database, 3)
    await applied.receive(events[2])
    published.clear()
    assert await applied.receive(events[0], events[1]) == ["SUCCESS", "SUCCESS"]
    assert await applied.effects(database, events[0].key) == [1, 2, 3]
    assert published.types == ["audit.event_repeated"], "one report of a delivery"
    told = published[0].data["detail"]["events"]
    assert [(each["event_id"], each["sequence"]) for each in told] == [
        (str(event.id), event.sequence) for event in events[:2]
    ]


async def test_whatever_the_broker_does_each_event_takes_effect_once_and_in_order(
    database: Database, services: Services
) -> None:
    """Several replicas get random pieces, out of order and more than once, at the same time."""
    events = [event for _ in range(4) for event in await history(database, 6)]
    shuffle = random.Random(7)
    deliveries = [shuffle.sample(events, shuffle.randint(1, 8)) for _ in range(24)] + [[event] for event in events]
    one, two = Applied(services), Applied(services)
    two.name = one.name
    two.consumer.name = one.name

    async def deliver(replica: Applied, delivery: list[Event]) -> None:
        waiting = delivery
        for _ in range(_ATTEMPTS):
            outcomes = await replica.receive(*waiting)
            assert "DROP" not in outcomes
            waiting = [event for event, outcome in zip(waiting, outcomes, strict=True) if outcome == "RETRY"]
            if not waiting:
                return
            await asyncio.sleep(0.2)  # as a broker, which pauses before it tries again
        raise AssertionError(f"{len(waiting)} events were never applied")

    await asyncio.gather(*(deliver((one, two)[number % 2], delivery) for number, delivery in enumerate(deliveries)))
    for key in {event.key for event in events}:
        assert await one.effects(database, key) == [1, 2, 3, 4, 5, 6]


async def test_an_event_that_can_never_be_applied_is_dropped_with_its_reason(
    database: Database, applied: Applied, published: Published
) -> None:
    (event,) = await history(database, 1)
    applied.wrong[event.id] = Reject("no such thing\0")
    assert await applied.receive(event) == ["DROP"]
    assert await applied.inbox(database, event) == ("failed", 1, "Reject: no such thing�")
    assert published.types == ["audit.event_failed"]
    assert published[0].data["result"] == "drop"
    assert published[0].data["detail"]["reason"] == "no such thing�"


async def test_a_failure_is_tried_again_and_counts_its_attempts(
    database: Database, applied: Applied, published: Published
) -> None:
    (event,) = await history(database, 1)
    applied.wrong[event.id] = ValueError("odd")
    assert await applied.receive(event) == ["RETRY"]
    assert await applied.receive(event) == ["RETRY"]
    assert await applied.inbox(database, event) == ("failed", 2, "ValueError: odd")
    del applied.wrong[event.id]
    assert await applied.receive(event) == ["SUCCESS"]
    assert await applied.inbox(database, event) == ("processed", 3, "ValueError: odd")
    assert await applied.effects(database, event.key) == [1]
    assert published.types == ["audit.event_failed"] * 2


async def test_an_event_that_fails_too_often_is_dropped_and_a_replay_gives_it_as_many_attempts_again(
    database: Database, applied: Applied
) -> None:
    """So it does not hold up its partition for as long as Dapr would try a function that is only away."""
    (event,) = await history(database, 1)
    applied.wrong[event.id] = ValueError("odd")
    for _ in range(2):
        outcomes = [(await applied.receive(event))[0] for _ in range(ATTEMPTS)]
        assert outcomes == ["RETRY"] * (ATTEMPTS - 1) + ["DROP"]
    assert await applied.inbox(database, event) == ("failed", 2 * ATTEMPTS, "ValueError: odd")


async def test_a_bad_event_does_not_take_its_neighbours_along_but_holds_its_own_key(
    database: Database, applied: Applied
) -> None:
    bad, good = await history(database, 3), await history(database, 2)
    applied.wrong[bad[1].id] = ValueError("odd")
    outcomes = await applied.receive(*bad, *good)
    assert outcomes == ["SUCCESS", "RETRY", "RETRY", "SUCCESS", "SUCCESS"]
    assert await applied.effects(database, bad[0].key) == [1]
    assert await applied.effects(database, good[0].key) == [1, 2]


async def test_events_without_order_are_told_apart_by_their_id(
    database: Database, applied: Applied, published: Published
) -> None:
    one, two = (audit_event("signed_in", "session", "accepted", {}, CAUSE, NOW) for _ in range(2))
    assert await applied.receive(two, one, one, topic="audit-events") == ["SUCCESS"] * 3
    assert await applied.receive(one, topic="audit-events") == ["SUCCESS"]
    assert await applied.effects(database, "session") == [None, None]
    assert published.types == ["audit.event_repeated"] * 2, "one for each delivery"


async def test_reports_about_events_are_not_reported_about(
    database: Database, applied: Applied, published: Published
) -> None:
    report = audit_event("event_repeated", "tasks/1", "dropped", {}, CAUSE, NOW)
    for _ in range(3):
        assert await applied.receive(report, topic="audit-events") == ["SUCCESS"]
    assert published == []


@pytest.mark.parametrize(
    "body", [{}, [], "text", None, 5, {"id": 5, "topic": ["x"]}, {"specversion": "1.0", "id": "no\0 uuid", "data": {}}]
)
async def test_what_is_no_event_is_dropped_and_told_and_its_neighbours_are_not(
    database: Database, applied: Applied, published: Published, body: Any
) -> None:
    (event,) = await history(database, 1)
    assert await applied.consumer.receive([body, orjson.loads(event.body)], "task-events") == ["DROP", "SUCCESS"]
    assert await applied.effects(database, event.key) == [1]
    assert published.types == ["audit.event_failed"]
    assert published[0].data["result"] == "drop"
    assert published[0].data["detail"]["reason"]


async def test_nothing_is_dropped_while_the_database_is_away(
    services: Services, applied: Applied, database: Database
) -> None:
    (event,) = await history(database, 1)
    await database.close()
    with pytest.raises(psycopg.OperationalError):
        async with database.connection():
            pass
    assert await applied.receive(event) == ["RETRY"]
    assert await applied.consumer.receive([{}], "task-events") == ["RETRY"]


class Away:
    """A database that cannot be reached the first few times."""

    def __init__(self, database: Database, times: int) -> None:
        self._database, self.times = database, times

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        if self.times > 0:
            self.times -= 1
            raise psycopg.OperationalError("connection refused")
        async with self._database.unit_of_work() as work:
            yield work


async def test_a_delivery_waits_for_a_database_that_is_away(services: Services, database: Database) -> None:
    """Given back at once it would use up its attempts and end as a dead letter."""
    away = Away(database, 3)
    applied = Applied(replace(services, database=cast(Database, away)), seconds=60)
    events = await history(database, 2)
    assert await applied.receive(*events) == ["SUCCESS", "SUCCESS"]
    assert away.times == 0
    assert await applied.effects(database, events[0].key) == [1, 2]
    assert await applied.inbox(database, events[0]) == ("processed", 1, None)


async def test_a_delivery_is_given_back_when_the_database_stays_away(services: Services, database: Database) -> None:
    away = Away(database, 1000)
    applied = Applied(replace(services, database=cast(Database, away)), seconds=1.2)
    (event,) = await history(database, 1)
    assert await applied.receive(event) == ["RETRY"]
    assert away.times < 999, "it was tried more than once"
    assert await applied.inbox(database, event) is None
