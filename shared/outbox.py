"""The event log and the outbox: what is stored with a change, and how it gets from there to the broker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.connection import Connection
from shared.events import Event

LOG_AND_QUEUE = """
    logged AS (
        INSERT INTO event (id, topic, key, sequence, type, time, body)
        SELECT (e.body->>'id')::uuid, e.topic, e.body->>'partitionkey', (e.body->>'sequence')::int,
               e.body->>'type', (e.body->>'time')::timestamptz, e.body
        FROM {gate} ROWS FROM (jsonb_array_elements(%(bodies)s::jsonb), unnest(%(topics)s::text[])) AS e(body, topic)
        RETURNING id),
    queued AS (INSERT INTO outbox (event_id) SELECT id FROM logged)
"""
"""Common table expressions that store events; `gate` may name a relation that must have a row for anything to be stored."""

_APPEND = f"WITH {LOG_AND_QUEUE.format(gate='')} SELECT 1"

_LEFT_BEHIND = """
    SELECT event.id, event.topic, event.key, event.body
    FROM outbox JOIN event ON event.id = outbox.event_id
    WHERE outbox.created_at NOT BETWEEN now() - make_interval(secs => %(age)s) AND now() + make_interval(secs => %(age)s)
    ORDER BY event.position LIMIT %(limit)s
    FOR UPDATE OF outbox SKIP LOCKED
"""


def parameters(events: Sequence[Event]) -> dict[str, Any]:
    """The parameters that LOG_AND_QUEUE takes."""
    return {
        "bodies": (b"[" + b",".join(event.body for event in events) + b"]").decode(),
        "topics": [event.topic for event in events],
    }


async def append(connection: Connection, events: Sequence[Event]) -> None:
    """Stores events in the transaction of the connection, in their order."""
    await connection.execute(_APPEND, parameters(events))


async def remove(connection: Connection, ids: Sequence[object]) -> None:
    """Forgets events that the broker has acknowledged."""
    await connection.execute("DELETE FROM outbox WHERE event_id = ANY(%s)", (list(ids),))


async def left_behind(
    connection: Connection, older_than: float, limit: int
) -> list[tuple[Any, str, str, dict[str, Any]]]:
    """Locks up to `limit` events (id, topic, key, body) that have waited longer than that many seconds, oldest first.

    One that seems to come from the future has waited too: the clock was set back.
    """
    cursor = await connection.execute(_LEFT_BEHIND, {"age": older_than, "limit": limit})
    return await cursor.fetchall()  # type: ignore[return-value]
