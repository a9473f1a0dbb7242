"""Creating tasks: at a steady hundred a second, and as fast as it goes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import psycopg

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Product

_BODY = b'{"title":"Task %d of %s","due_at":"2026-12-01T15:00:00Z","priority":"high","tags":["load"]}'


@dataclass
class Outcome:
    seconds: list[float] = field(default_factory=list)
    failed: int = 0


async def _create(connection: Connection, outcome: Outcome, name: str, number: int) -> None:
    started = time.perf_counter()
    reply = await connection.request(
        "POST", "/api/tasks", _BODY % (number, name.encode()), f"Idempotency-Key: {name}-{number}\r\n"
    )
    outcome.seconds.append(time.perf_counter() - started)
    outcome.failed += reply.status != 201


async def steady(product: Product, rate: int, seconds: int) -> list[Figure]:
    """An open loop: requests go out on time, whether earlier ones have been answered or not."""
    connections = [await Connection.open(product.port) for _ in range(64)]
    free = asyncio.Queue[Connection]()
    for connection in connections:
        free.put_nowait(connection)
    outcome, since = Outcome(), _now(product)

    async def one(number: int) -> None:
        connection = await free.get()
        await _create(connection, outcome, "steady", number)
        free.put_nowait(connection)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.create_task(one(number))
    _close(connections)
    await _audited(product)
    lag = _one(
        product, "SELECT COALESCE(max(EXTRACT(epoch FROM recorded_at - time)), 0) FROM audit WHERE time >= %s", since
    )
    name = f"{rate} creates/s"
    return [
        Figure(f"{name}: median", in_ms(outcome.seconds, 0.5), "ms", 10),
        Figure(f"{name}: p99", in_ms(outcome.seconds, 0.99), "ms", 50),
        Figure(f"{name}: consumers behind at most", lag, "s", 2),
        Figure(f"{name}: errors", outcome.failed, "", 0),
    ]


async def burst(product: Product, seconds: int, limit: float) -> list[Figure]:
    """A closed loop of 32 connections; then the time until every event is in the audit trail."""
    connections = [await Connection.open(product.port) for _ in range(32)]
    outcome = Outcome()
    ends = time.perf_counter() + seconds

    async def work(connection: Connection, name: str) -> None:
        number = 0
        while time.perf_counter() < ends:
            number += 1
            await _create(connection, outcome, name, number)

    await asyncio.gather(*(work(each, f"burst{number}") for number, each in enumerate(connections)))
    rate = len(outcome.seconds) / seconds
    backlog = _backlog(product)
    started = time.perf_counter()
    await _audited(product)
    drained = backlog / max(0.001, time.perf_counter() - started)
    _close(connections)
    figures = [
        Figure(f"burst of {seconds} s: creates", rate, "/s", 1500, "at least"),
        Figure(f"burst of {seconds} s: share of pgbench's insert rate", rate / limit, "", None),
        Figure(f"burst of {seconds} s: p99", in_ms(outcome.seconds, 0.99), "ms"),
        Figure(f"burst of {seconds} s: errors", outcome.failed, "", 0),
        Figure("events left over by the burst", backlog, ""),
    ]
    if backlog >= 500:
        return [*figures, Figure("backlog drained", drained, "events/s", 500, "at least")]
    return [*figures, Figure("events processed during the burst (no backlog)", rate, "events/s", 500, "at least")]


_BACKLOG = "SELECT (SELECT count(*) FROM event WHERE topic <> 'task-updates') - (SELECT count(*) FROM audit)"


def _backlog(product: Product) -> float:
    return _one(product, _BACKLOG)


async def _audited(product: Product) -> None:
    """Waits until every event is in the audit trail, at most five minutes."""
    ends = time.monotonic() + 300
    while _backlog(product) > 0:
        if time.monotonic() > ends:
            raise SystemExit("The consumers did not catch up within five minutes.")
        await asyncio.sleep(0.1)


def _one(product: Product, statement: str, *parameters: object) -> float:
    with psycopg.connect(product.dsn) as connection:
        row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return float(row[0])


def _now(product: Product) -> object:
    with psycopg.connect(product.dsn) as connection:
        row = connection.execute("SELECT now()").fetchone()
    assert row is not None
    return row[0]


def _close(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()
