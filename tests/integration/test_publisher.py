"""Who publishes what when broker or database are away: the process its own events while that is worth while, after that relay-outbox."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared import outbox
from shared.database import Database
from shared.events import Cause, Event
from shared.publisher import Publisher
from shared.sidecar import SidecarUnavailable
from shared.task import Task
from shared.task_events import task_changed
from tests.eventually import eventually

_NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@dataclass
class Broker:
    """Takes what comes, except for topics that are away; `swallowed` of each call is not acknowledged."""

    away: set[str] = field(default_factory=set)
    swallowed: set[UUID] = field(default_factory=set)
    taken: list[UUID] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    refusals: int = 0

    async def publish(self, topic: str, events: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        self.calls.append(topic)
        if topic in self.away:
            self.refusals += 1
            raise SidecarUnavailable("the broker is away")
        ids = [id_ for id_, _, _ in events if id_ not in self.swallowed]
        self.swallowed.clear()
        self.taken += ids
        return ids


async def _committed(database: Database) -> list[Event]:
    """A task's event and its twin for screens, with nobody who publishes them yet."""
    events = list(task_changed("task.created", None, Task(uuid4(), "to publish", _NOW, _NOW), Cause("/functions/x")))
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, events)
    return events


async def _left(database: Database, events: Sequence[Event]) -> int:
    async with database.connection() as connection:
        cursor = await connection.execute(
            "SELECT count(*) FROM outbox WHERE event_id = ANY(%s)", ([event.id for event in events],)
        )
        (count,) = await cursor.fetchone() or (0,)
    return int(str(count))


@asynccontextmanager
async def _publishing(publisher: Publisher, database: Database) -> AsyncIterator[None]:
    task = asyncio.create_task(publisher.run(database))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_the_broker_has_is_forgotten(database: Database) -> None:
    broker, events = Broker(), await _committed(database)
    publisher = Publisher(broker)
    publisher.soon(events)
    async with _publishing(publisher, database):
        await eventually(lambda: _is_empty(database, events))
    assert sorted(broker.taken) == sorted(event.id for event in events)


async def test_alone_an_event_goes_out_at_once_and_in_a_crowd_they_travel_together(database: Database) -> None:
    broker, first = Broker(), await _committed(database)
    publisher = Publisher(broker, every=2)
    publisher.soon(first)
    async with _publishing(publisher, database):
        await eventually(lambda: _is_empty(database, first))
        crowd = []
        for _ in range(3):
            events = await _committed(database)
            publisher.soon(events)
            crowd += events
        assert len(broker.taken) == len(first)
        await eventually(lambda: _is_empty(database, crowd))
    assert sorted(broker.calls) == ["task-events"] * 2 + ["task-updates"] * 2


async def test_a_clean_stop_leaves_nothing_in_the_outbox(database: Database) -> None:
    events = [event for _ in range(3) for event in await _committed(database)]
    broker = Broker()
    publisher = Publisher(broker)
    publisher.soon(events)
    async with _publishing(publisher, database):
        await eventually(lambda: _taken(broker, len(events)))
        more = await _committed(database)
        publisher.soon(more)
    await publisher.drain(database)
    assert await _left(database, [*events, *more]) == 0


async def test_a_short_outage_is_waited_for_and_what_went_out_is_not_sent_again(database: Database) -> None:
    """One topic is away: the other's events are published once, and these when it is back."""
    broker, events = Broker(away={"task-events"}), await _committed(database)
    publisher = Publisher(broker)
    publisher.soon(events)
    async with _publishing(publisher, database):
        await eventually(lambda: _tried(broker, 3))
        assert await _left(database, events) == 1
        broker.away.clear()
        await eventually(lambda: _is_empty(database, events))
    assert sorted(broker.taken) == sorted(event.id for event in events)


async def test_what_was_not_acknowledged_of_a_bulk_is_sent_again_alone(database: Database) -> None:
    events = [event for _ in range(3) for event in await _committed(database)]
    broker = Broker(swallowed={events[0].id})
    publisher = Publisher(broker)
    publisher.soon(events)
    async with _publishing(publisher, database):
        await eventually(lambda: _is_empty(database, events))
    assert sorted(broker.taken) == sorted(event.id for event in events)


async def test_a_long_outage_is_left_to_the_relay(database: Database) -> None:
    broker, events = Broker(away={"task-events", "task-updates"}), await _committed(database)
    publisher = Publisher(broker, own_seconds=0.5)
    publisher.soon(events)
    async with _publishing(publisher, database):
        await asyncio.sleep(1)
        broker.away.clear()
        later = await _committed(database)
        publisher.soon(later)
        await eventually(lambda: _is_empty(database, later))
    assert sorted(broker.taken) == sorted(event.id for event in later)
    assert await _left(database, events) == len(events)


async def test_a_stop_does_not_wait_for_a_broker_that_is_away(database: Database) -> None:
    publisher, events = Publisher(Broker(away={"task-events", "task-updates"})), await _committed(database)
    publisher.soon(events)
    async with asyncio.timeout(10):
        await publisher.drain(database)
    assert await _left(database, events) == len(events)


async def _is_empty(database: Database, events: Sequence[Event]) -> bool:
    return await _left(database, events) == 0


async def _taken(broker: Broker, count: int) -> bool:
    return len(broker.taken) == count


async def _tried(broker: Broker, times: int) -> bool:
    return broker.refusals >= times
