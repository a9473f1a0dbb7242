"""Creating tasks: at a steady hundred a second, and as fast as it goes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Place

_DUE = datetime.now(UTC) + timedelta(days=30)
_BODY = b'{"title":"%s","due_at":"' + f"{_DUE:%Y-%m-%dT%H:00:00Z}".encode() + b'","priority":"high","tags":["load"]}'

CONNECTIONS = 32


@dataclass
class Outcome:
    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    begun: dict[str, float] = field(default_factory=dict)
    """Title to the moment (perf_counter) at which the request was due."""


def title(name: str, number: int) -> str:
    return f"Task {number} of {name}"


async def _create(connection: Connection, outcome: Outcome, name: str, number: int) -> None:
    started = time.perf_counter()
    reply = await connection.request(
        "POST", "/api/tasks", _BODY % title(name, number).encode(), f"Idempotency-Key: {name}-{number}\r\n"
    )
    outcome.seconds.append(time.perf_counter() - started)
    outcome.failed += reply.status != 201


async def at_rate(product: Place, rate: int, seconds: int, name: str) -> Outcome:
    """An open loop: requests go out on time, whether earlier ones have been answered or not."""
    connections = [await Connection.open(product.port) for _ in range(64)]
    free = asyncio.Queue[Connection]()
    for connection in connections:
        free.put_nowait(connection)
    outcome = Outcome()

    async def one(number: int) -> None:
        connection = await free.get()
        await _create(connection, outcome, name, number)
        free.put_nowait(connection)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(rate * seconds):
            due = started + number / rate
            outcome.begun[title(name, number)] = due
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(one(number))
    _close(connections)
    return outcome


async def steady(product: Place, rate: int, seconds: int) -> list[Figure]:
    since = _now(product)
    outcome = await at_rate(product, rate, seconds, "steady")
    await audited(product)
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


async def flat_out(product: Place, seconds: float, name: str = "burst", at_most: int | None = None) -> Outcome:
    """A closed loop of 32 connections, for so many seconds or until `at_most` tasks are made."""
    connections = [await Connection.open(product.port) for _ in range(CONNECTIONS)]
    outcome = Outcome()
    ends = time.perf_counter() + seconds
    left = at_most

    async def work(connection: Connection, name: str) -> None:
        nonlocal left
        number = 0
        while time.perf_counter() < ends and left != 0:
            number, left = number + 1, left and left - 1
            await _create(connection, outcome, name, number)

    await asyncio.gather(*(work(each, f"{name}{number}") for number, each in enumerate(connections)))
    _close(connections)
    return outcome


async def burst(product: Place, seconds: int, limit: float) -> list[Figure]:
    """As fast as it goes; then the time until every event is in the audit trail."""
    outcome = await flat_out(product, seconds)
    rate = len(outcome.seconds) / seconds
    left = backlog(product)
    started = time.perf_counter()
    await audited(product)
    drained = left / max(0.001, time.perf_counter() - started)
    figures = [
        Figure(f"burst of {seconds} s: creates", rate, "/s", 1500, "at least"),
        Figure(f"burst of {seconds} s: share of pgbench's insert rate", rate / limit, "", None),
        Figure(f"burst of {seconds} s: p99", in_ms(outcome.seconds, 0.99), "ms"),
        Figure(f"burst of {seconds} s: errors", outcome.failed, "", 0),
        Figure("events left over by the burst", left, ""),
    ]
    if left >= 500:
        return [*figures, Figure("backlog drained", drained, "events/s", 500, "at least")]
    return [*figures, Figure("events processed during the burst (no backlog)", rate, "events/s", 500, "at least")]


_BACKLOG = "SELECT (SELECT count(*) FROM event WHERE topic <> 'task-updates') - (SELECT count(*) FROM audit)"


def backlog(product: Place) -> float:
    return _one(product, _BACKLOG)


async def audited(product: Place) -> None:
    """Waits until every event is in the audit trail, at most five minutes."""
    ends = time.monotonic() + 300
    while backlog(product) > 0:
        if time.monotonic() > ends:
            raise SystemExit("The consumers did not catch up within five minutes.")
        await asyncio.sleep(0.1)


def seconds_behind(product: Place, name: str) -> list[float]:
    """From each task's making to its entry in the audit trail."""
    with psycopg.connect(product.dsn) as connection:
        rows = connection.execute(_BEHIND, (f"Task % of {name}",)).fetchall()
    return [float(each) for (each,) in rows]


_BEHIND = """
    SELECT EXTRACT(epoch FROM recorded_at - audit.time) FROM audit JOIN task ON task.id::text = entity_id
    WHERE event_type = 'task.created' AND title LIKE %s
"""


def _one(product: Place, statement: str, *parameters: object) -> float:
    with psycopg.connect(product.dsn) as connection:
        row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return float(row[0])


def _now(product: Place) -> object:
    with psycopg.connect(product.dsn) as connection:
        row = connection.execute("SELECT now()").fetchone()
    assert row is not None
    return row[0]


def _close(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()
