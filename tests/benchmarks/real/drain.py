"""How fast each consumer works off a backlog alone, and all of them together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection

import psycopg

from shared import catalogue
from shared.events import TASK_EVENTS
from tests.benchmarks import creates
from tests.benchmarks.figures import Figure
from tests.benchmarks.product import Place
from tests.lane.lane import Lane

_SESSION_SECONDS = 8
"""After so long the broker has noticed that a killed sidecar is gone (dapr/components/pubsub.yaml)."""
_PATIENCE = 300.0
_HANDLED = "SELECT count(*) FROM consumer_position WHERE topic = %s AND consumer = %s"
_TASKS = "SELECT count(*) FROM task"


async def rates(lane: Lane, place: Place, count: int) -> list[Figure]:
    """Events of `count` new tasks are waiting each time."""
    consumers = [
        name
        for name, function in catalogue.load().functions.items()
        if any(each.topic == TASK_EVENTS and not each.fanout for each in function.subscribes)
    ]
    figures = []
    await _back_up(lane, place, consumers, count, "alone")
    for name in consumers:
        rate = await _drain(lane, place, [name])
        figures.append(Figure(f"backlog of {count} worked off by {name} alone", rate, "events/s"))
    await _back_up(lane, place, consumers, count, "together")
    rate = await _drain(lane, place, consumers)
    return [*figures, Figure("backlog worked off by all consumers at once", rate, "events/s", 500, "at least")]


async def _back_up(lane: Lane, place: Place, consumers: Collection[str], count: int, name: str) -> None:
    """Creates tasks while nobody is there to consume."""
    for each in consumers:
        lane.pairs[each].sidecar.kill()
    await creates.flat_out(place, _PATIENCE, name, at_most=count)
    await asyncio.sleep(_SESSION_SECONDS)


async def _drain(lane: Lane, place: Place, consumers: Collection[str]) -> float:
    """Events per second, from the first that one of them handles until all have handled all."""
    with psycopg.connect(place.dsn, autocommit=True) as database:
        tasks, before = _count(database, _TASKS), _least(database, consumers)
        begun = first = time.perf_counter()
        for name in consumers:
            lane.pairs[name].sidecar.start()
        done = before
        while done < tasks:
            now = time.perf_counter()
            if now - begun > _PATIENCE:
                raise SystemExit(f"{', '.join(consumers)} did not work the backlog off within {_PATIENCE:.0f} s.")
            if done == before:
                first = now
            await asyncio.sleep(0.02)
            done = _least(database, consumers)
        return (tasks - before) / (time.perf_counter() - first)


def _least(database: psycopg.Connection[tuple[object, ...]], consumers: Collection[str]) -> int:
    return min(_count(database, _HANDLED, TASK_EVENTS, name) for name in consumers)


def _count(database: psycopg.Connection[tuple[object, ...]], question: str, *values: object) -> int:
    row = database.execute(question, values or None).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return int(str(row[0]))
