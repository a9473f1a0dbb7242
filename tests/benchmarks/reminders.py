"""A hundred thousand armed reminders, a thousand of them due within one second: when they fire, show in the page, and leave as mail."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import psycopg

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.postman import Postman, seconds_to_hand_over
from tests.benchmarks.product import Product

ADDRESS = "ann@example.org"
_PATIENCE = 120.0
_AHEAD = timedelta(seconds=30)
"""Time to store and arm what is to be due."""

_ARM = """
    WITH made AS (
        INSERT INTO task (id, title, due_at, due_zone, priority, tags, status, created_at, updated_at, version, updates, reminders)
        SELECT uuidv7(), 'Far ahead ' || number, now() + interval '1 year' + number * interval '1 minute', 'UTC', 'medium', '{}', 'active',
               now(), now(), 1, 0, '[]'
        FROM generate_series(1, %s) AS number
        RETURNING id, due_at)
    INSERT INTO reminder (id, task_id, entry, trigger_time, status, delivery_method, attempt_at, sequence, created_at, updated_at)
    SELECT uuidv7(), id, 'lead:0', due_at, 'pending', 'email', due_at, 1, now(), now() FROM made
"""
_CONFIRMED = "UPDATE settings SET value = value || '{\"email_verified\": true}'"
_ARMED = "SELECT count(*) FROM reminder WHERE task_id = ANY(%s)"
_OVER = """
    SELECT count(*) FROM reminder
    WHERE status = 'sent' AND task_id = ANY(%s) AND EXISTS (SELECT FROM notification WHERE reminder_id = reminder.id)
"""

# The event bears the time of the claim; the notification that of its arrival at the sender, which is when pages are told.
_TIMES = """
    SELECT extract(epoch FROM reminder.trigger_time)::float8, reminder.digest_id::text,
           (SELECT count(*) FROM event WHERE topic = 'reminders' AND key = reminder.id::text AND type = 'reminder.triggered'),
           (SELECT extract(epoch FROM min(time))::float8 FROM event
            WHERE topic = 'reminders' AND key = reminder.id::text AND type = 'reminder.triggered'),
           (SELECT extract(epoch FROM min(created_at))::float8 FROM notification WHERE reminder_id = reminder.id)
    FROM reminder WHERE task_id = ANY(%s)
"""

# The same rows claimed by one plain statement, with as much text written as their events have; nothing of it is kept.
_LIMIT = """
    WITH claimed AS (
        UPDATE reminder SET status = 'triggered', attempt_at = now() + interval '1 minute', sequence = sequence + 1, updated_at = now()
        WHERE id IN (SELECT id FROM reminder WHERE attempt_at IS NOT NULL ORDER BY attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
        RETURNING id, sequence, to_jsonb(reminder) AS body)
    INSERT INTO event (id, topic, key, sequence, type, time, body)
    SELECT uuidv7(), 'reminders', id::text, sequence, 'reminder.triggered', now(), body FROM claimed
"""


@dataclass(frozen=True)
class Times:
    """Of one reminder, in seconds after its moment; `fired_times` is how often it was."""

    fired: float
    shown: float
    handed_over: float
    fired_times: int
    mailed_times: int


async def prepare(product: Product, armed: int) -> None:
    """A confirmed address, and reminders that lie far ahead."""
    connection = await Connection.open(product.port)
    settings = {"email": ADDRESS, "delivery_methods": ["email", "in-app"], "timezone": "UTC"}
    await connection.request("PUT", "/api/settings", orjson.dumps(settings))
    connection.close()
    with psycopg.connect(product.dsn, autocommit=True) as database:
        database.execute(_CONFIRMED)
        database.execute(_ARM, (armed,))
        database.execute("ANALYZE")


async def at_once(product: Product, postman: Postman, count: int, armed: int) -> list[Figure]:
    """All within one second."""
    limit = _claiming(product, count)
    by_hand = await seconds_of_hand_over(postman)
    times = await _live_through(product, postman, count, timedelta(seconds=1))
    name = f"{count} due in 1 s of {armed:,} armed"
    fired, shown = [each.fired for each in times], [each.shown for each in times]
    mailed = [each.handed_over for each in times]
    return [
        Figure(f"limit: claiming {count} of {armed:,} in plain SQL", limit, "s"),
        Figure("limit: handing one message to the same SMTP server", by_hand, "s"),
        Figure(f"{name}: early", sum(each < 0 for each in fired + shown), "", 0),
        Figure(f"{name}: fired more than once", sum(each.fired_times != 1 for each in times), "", 0),
        Figure(f"{name}: fired, median", percentile(fired, 0.5), "s"),
        Figure(f"{name}: fired, p99", percentile(fired, 0.99), "s", 2),
        Figure(f"{name}: fired, latest", max(fired), "s", 15),
        Figure(f"{name}: fired, latest, as a multiple of the limit", max(fired) / limit, ""),
        Figure(f"{name}: told to pages, p99", percentile(shown, 0.99), "s", 2),
        Figure(f"{name}: told to pages, latest", max(shown), "s", 15),
        Figure(f"{name}: in the SMTP server's hands, p95", percentile(mailed, 0.95), "s", 10),
        Figure(f"{name}: in the SMTP server's hands, latest", max(mailed), "s"),
        Figure(f"{name}: mailed more than once", sum(each.mailed_times != 1 for each in times), "", 0),
        Figure(f"{name}: messages", len(postman.arrived), ""),
    ]


async def one_by_one(product: Product, postman: Postman, count: int, seconds: float) -> list[Figure]:
    """Spread out, so that hardly two share a message."""
    postman.arrived.clear()
    times = await _live_through(product, postman, count, timedelta(seconds=seconds))
    name = f"{count} due one by one in {seconds:g} s"
    mailed = [each.handed_over for each in times]
    by_hand = await seconds_of_hand_over(postman)
    return [
        Figure(f"{name}: early", sum(each.fired < 0 for each in times), "", 0),
        Figure(f"{name}: fired, p99", percentile([each.fired for each in times], 0.99), "s", 2),
        Figure(f"{name}: in the SMTP server's hands, median", percentile(mailed, 0.5), "s"),
        Figure(f"{name}: in the SMTP server's hands, p95", percentile(mailed, 0.95), "s", 10),
        Figure(f"{name}: median, as a multiple of one hand-over", percentile(mailed, 0.5) / by_hand, ""),
        Figure(f"{name}: mailed more than once", sum(each.mailed_times != 1 for each in times), "", 0),
    ]


async def seconds_of_hand_over(postman: Postman) -> float:
    """The median of some, from a thread of its own as the server lives in this loop."""
    taken = [await asyncio.to_thread(seconds_to_hand_over, postman.port) for _ in range(9)]
    postman.arrived.pop("", None)
    return percentile(taken, 0.5)


def _claiming(product: Product, count: int) -> float:
    """Median seconds."""
    taken = []
    with psycopg.connect(product.dsn) as database:
        for _ in range(5):
            started = time.perf_counter()
            database.execute(_LIMIT, (count,))
            taken.append(time.perf_counter() - started)
            database.rollback()
    return percentile(taken, 0.5)


async def _live_through(product: Product, postman: Postman, count: int, spread: timedelta) -> list[Times]:
    """Creates tasks through the API that are due soon, evenly within `spread`, and waits until all of them were mailed."""
    begin = datetime.now(UTC) + _AHEAD
    tasks = await _created(product, [begin + spread * number / count for number in range(count)])
    with psycopg.connect(product.dsn, autocommit=True) as database:
        await _until(database, _ARMED, tasks, "armed")
        if datetime.now(UTC) > begin:
            raise SystemExit("The machine is too busy: the reminders were due before they were armed.")
        await asyncio.sleep((begin + spread - datetime.now(UTC)).total_seconds())
        await _until(database, _OVER, tasks, "sent and shown")
        return [_times(row, postman) for row in database.execute(_TIMES, (tasks,))]


def _times(row: tuple[Any, ...], postman: Postman) -> Times:
    moment, digest, fired_times, fired, shown = row
    arrived = postman.arrived[digest]
    return Times(fired - moment, shown - moment, arrived[0] - moment, fired_times, len(arrived))


async def _created(product: Product, moments: list[datetime]) -> list[str]:
    """One task for each moment; their ids."""
    connections = [await Connection.open(product.port) for _ in range(16)]
    made: list[str] = []

    async def work(connection: Connection, mine: list[datetime]) -> None:
        for moment in mine:
            body = orjson.dumps({"title": f"Due at {moment:%H:%M:%S.%f}", "due_at": moment.isoformat()})
            reply = await connection.request("POST", "/api/tasks", body)
            made.append(orjson.loads(reply.body)["id"])

    await asyncio.gather(*(work(each, moments[number::16]) for number, each in enumerate(connections)))
    for connection in connections:
        connection.close()
    return made


async def _until(database: psycopg.Connection[Any], statement: str, tasks: list[str], what: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        row = database.execute(statement, (tasks,)).fetchone()
        if row and row[0] == len(tasks):
            return
        await asyncio.sleep(0.1)
    raise SystemExit(f"Not all reminders were {what} within {_PATIENCE:g} seconds.")
