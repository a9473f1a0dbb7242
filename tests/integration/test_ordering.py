"""Several publishers, several replicas, and whatever order a broker can think of: each effect once, in order per key (design §4)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import catalogue, outbox, tasks
from shared.audit_events import audit_event
from shared.config import Settings
from shared.consumer import Consumer
from shared.database import Database, UnitOfWork
from shared.events import Cause, Event
from shared.services import Services
from shared.task import Task, change
from shared.task_events import task_changed
from shared.tasks import NewTaskRow, Once
from tests.integration.tasks import unique

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CAUSE = Cause("/functions/update-task", correlation_id="c-1")
REPLICAS, PUBLISHERS, TASKS, CHANGES = 3, 4, 3, 3
_ONCE = Once(None, b"", 200, b"")
_ATTEMPTS = 200


class Replicas:
    """One consumer in several processes' place: each replica has a pool of its own, all have the same name."""

    def __init__(self, databases: Sequence[Database]) -> None:
        self.name = unique("replicated")
        self.database = databases[0]
        self.members = [self._member(database) for database in databases]

    def _member(self, database: Database) -> Consumer:
        member = Consumer(self.name, self._apply)
        member.bind(Services(Settings(), catalogue.load(), database, None, {}))  # type: ignore[arg-type]
        return member

    async def _apply(self, events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
        for event in events:
            await work.connection.execute(
                "INSERT INTO ordered_effect (consumer, event_id, key, sequence) VALUES (%s, %s, %s, %s)",
                (self.name, event.id, event.key, event.sequence),
            )

    async def deliver(self, replica: int, batch: Sequence[Event]) -> None:
        """Until nothing of it is to be repeated; the broker does the same."""
        member, waiting = self.members[replica % len(self.members)], list(batch)
        for _ in range(_ATTEMPTS):
            outcomes = await member.receive([orjson.loads(event.body) for event in waiting], batch[0].topic)
            assert "DROP" not in outcomes
            waiting = [event for event, outcome in zip(waiting, outcomes, strict=True) if outcome == "RETRY"]
            if not waiting:
                return
        raise AssertionError(f"{len(waiting)} events were never applied")

    async def effects(self) -> list[tuple[UUID, str, int | None]]:
        """(event, key, sequence) in the order in which they took effect."""
        async with self.database.connection() as connection:
            cursor = await connection.execute(
                "SELECT event_id, key, sequence FROM ordered_effect WHERE consumer = %s ORDER BY position", (self.name,)
            )
            found: list[Any] = await cursor.fetchall()
        return [(row[0], row[1], row[2]) for row in found]


@pytest.fixture(scope="module")
async def databases(postgres_dsn: str) -> AsyncIterator[list[Database]]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE ordered_effect "
            "(position bigint GENERATED ALWAYS AS IDENTITY, consumer text, event_id uuid, key text, sequence int)"
        )
    opened = [Database(postgres_dsn, 3, lambda _: None) for _ in range(max(REPLICAS, PUBLISHERS))]
    for database in opened:
        await database.open()
    yield opened
    for database in opened:
        await database.close()


@pytest.fixture(scope="module")
async def written(databases: list[Database]) -> list[Event]:
    """What several publishers wrote at the same time about the same tasks, as each handed it over: by publisher, not by version."""
    handed: list[list[Event]] = [[] for _ in range(PUBLISHERS)]
    ids = [uuid4() for _ in range(TASKS)]
    for id_ in ids:
        task = Task(id_, "new", NOW, NOW)
        events = task_changed("task.created", None, task, CAUSE)
        async with databases[0].connection() as connection:
            assert await tasks.create(connection, [NewTaskRow(task, events, _ONCE)]) == [True]
        handed[0].append(events[0])

    async def publish(number: int) -> None:
        for id_ in ids * CHANGES:
            async with databases[number].unit_of_work() as work:
                before = await tasks.find(work.connection, id_, lock=True)
                assert before is not None
                after = change(before, NOW, title=unique("by"))
                events = task_changed("task.updated", before, after, CAUSE)
                assert await tasks.change(work.connection, after, events, _ONCE)
            handed[number].append(events[0])

    await asyncio.gather(*(publish(number) for number in range(PUBLISHERS)))
    return [event for events in handed for event in events]


def deliveries(events: Sequence[Any]) -> st.SearchStrategy[list[tuple[int, list[int]]]]:
    """Every event at least once, in any order, some again; cut into deliveries to any replica."""
    numbers = range(len(events))
    again = st.lists(st.sampled_from(numbers), max_size=len(events))

    def cut(order: list[int]) -> st.SearchStrategy[list[tuple[int, list[int]]]]:
        sizes = st.lists(st.integers(1, 8), min_size=len(order), max_size=len(order))
        members = st.lists(st.integers(0, REPLICAS - 1), min_size=len(order), max_size=len(order))
        return st.builds(lambda sizes, members: _cut(order, sizes, members), sizes, members)

    return again.flatmap(lambda more: st.permutations([*numbers, *more])).flatmap(cut)


def _cut(order: Sequence[int], sizes: Sequence[int], members: Sequence[int]) -> list[tuple[int, list[int]]]:
    found, at = [], 0
    for size, member in zip(sizes, members, strict=True):
        if at < len(order):
            found.append((member, list(order[at : at + size])))
        at += size
    return found


_COUNT = TASKS * (1 + PUBLISHERS * CHANGES)
_RANDOM = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)


@_RANDOM
@given(plan=deliveries(range(_COUNT)), together=st.booleans())
async def test_each_takes_effect_once_and_in_order_whatever_is_delivered(
    databases: list[Database], written: list[Event], plan: list[tuple[int, list[int]]], together: bool
) -> None:
    replicas = Replicas(databases[:REPLICAS])
    steps = [replicas.deliver(member, [written[number] for number in batch]) for member, batch in plan]
    if together:
        await asyncio.gather(*steps)
    else:
        for step in steps:
            await step
    found = await replicas.effects()
    assert Counter(event for event, _, _ in found) == Counter(event.id for event in written)
    for key in {event.key for event in written}:
        sequences = [sequence for _, of, sequence in found if of == key]
        assert sequences == list(range(1, 2 + PUBLISHERS * CHANGES))


@_RANDOM
@given(plan=deliveries(range(12)))
async def test_without_order_each_takes_effect_once(
    databases: list[Database], plan: list[tuple[int, list[int]]]
) -> None:
    events = [audit_event("signed_in", f"session/{number % 3}", "accepted", {}, CAUSE, NOW) for number in range(12)]
    replicas = Replicas(databases[:REPLICAS])
    await asyncio.gather(*(replicas.deliver(member, [events[number] for number in batch]) for member, batch in plan))
    assert Counter(event for event, _, _ in await replicas.effects()) == Counter(event.id for event in events)


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
async def test_every_order_there_is(databases: list[Database], order: tuple[int, ...]) -> None:
    """One by one, each delivered a second time at the end, alternately to two replicas."""
    task = Task(uuid4(), "version 1", NOW, NOW)
    events = [task_changed("task.created", None, task, CAUSE)[0]]
    while len(events) < len(order):
        after = change(task, NOW, title=unique("version"))
        events.append(task_changed("task.updated", task, after, CAUSE)[0])
        task = after
    async with databases[0].unit_of_work() as work:
        await outbox.append(work.connection, events)
    replicas = Replicas(databases[:2])
    for turn, number in enumerate((*order, *reversed(order))):
        await replicas.deliver(turn, [events[number]])
    assert [sequence for _, _, sequence in await replicas.effects()] == [1, 2, 3, 4]
