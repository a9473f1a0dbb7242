"""Each event's effect once and in order, whatever the broker delivers: twice, late, early or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from shared.connection import Connection
from shared.events import Event, decode


@dataclass(frozen=True)
class Gap:
    """Sequences first to last of a key that must be read from the event table before what has arrived can be applied."""

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class Plan:
    """What to do with a delivery. `apply` is in order per key and still lacks the events of `gaps`."""

    apply: tuple[Event, ...]
    repeated: tuple[Event, ...]
    gaps: tuple[Gap, ...] = field(default=())


def plan(events: Sequence[Event], positions: Mapping[str, int], unordered_done: Collection[UUID]) -> Plan:
    """Sorts a delivery into what is new, what was applied before, and what is missing between the two.

    `positions` holds each key's last applied sequence (none: 0); `unordered_done` the ids already applied on topics without order.
    """
    apply: list[Event] = []
    repeated: list[Event] = []
    gaps: list[Gap] = []
    reached = dict(positions)
    seen = set(unordered_done)
    for event in sorted(events, key=lambda event: (event.key, event.sequence or 0)):
        if event.id in seen or (event.sequence is not None and event.sequence <= reached.get(event.key, 0)):
            repeated.append(event)
            continue
        seen.add(event.id)
        if event.sequence is not None:
            expected = reached.get(event.key, 0) + 1
            if event.sequence > expected:
                gaps.append(Gap(event.key, expected, event.sequence - 1))
            reached[event.key] = event.sequence
        apply.append(event)
    return Plan(tuple(apply), tuple(repeated), tuple(gaps))


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events by key and sequence; those without order keep their places."""
    return sorted(events, key=lambda event: (event.key, event.sequence) if event.sequence is not None else ("", 0))


_LOCK = """
    SELECT key, sequence FROM consumer_position
    WHERE consumer = %s AND topic = %s AND key = ANY(%s::text[])
    ORDER BY key FOR UPDATE
"""

_CLAIM = """
    INSERT INTO inbox (consumer, event_id, status, attempts)
    SELECT %(consumer)s, id, 'processed', 1 FROM unnest(%(ids)s::uuid[]) AS id
    ON CONFLICT (consumer, event_id) DO UPDATE SET status = 'processed', attempts = inbox.attempts + 1, updated_at = now()
    WHERE inbox.status = 'failed'
    RETURNING event_id
"""

# A key that was not there to be locked may have been begun by another replica meanwhile; then its row is left alone and missed in the count.
_CLAIM_AND_MOVE = f"""
    WITH claimed AS ({_CLAIM}),
    moved AS (
        INSERT INTO consumer_position (consumer, topic, key, sequence)
        SELECT %(consumer)s, %(topic)s, key, sequence
        FROM unnest(%(keys)s::text[], %(sequences)s::int[]) AS reached(key, sequence) ORDER BY key
        ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = excluded.sequence
        WHERE consumer_position.key = ANY(%(locked)s::text[])
        RETURNING key)
    SELECT ARRAY(SELECT event_id FROM claimed), (SELECT count(*) FROM moved)
"""

_FAIL = """
    INSERT INTO inbox (consumer, event_id, status, attempts, reason) VALUES (%s, %s, 'failed', 1, %s)
    ON CONFLICT (consumer, event_id) DO UPDATE SET attempts = inbox.attempts + 1, reason = excluded.reason, updated_at = now()
    WHERE inbox.status = 'failed'
    RETURNING attempts
"""

_DISCARD = """
    INSERT INTO inbox (consumer, event_id, status, attempts) VALUES (%s, %s, 'discarded', 0)
    ON CONFLICT (consumer, event_id) DO UPDATE SET status = 'discarded', updated_at = now() WHERE inbox.status = 'failed'
"""

_MISSING = """
    SELECT body FROM event
    JOIN unnest(%s::text[], %s::int[], %s::int[]) AS gap(key, first, last)
      ON event.key = gap.key AND event.sequence BETWEEN gap.first AND gap.last
    WHERE event.topic = %s ORDER BY event.key, event.sequence
"""


class Raced(Exception):
    """Another replica began the same key at the same time; a repeat of the delivery finds what it did."""


async def lock_positions(connection: Connection, consumer: str, topic: str, keys: Collection[str]) -> dict[str, int]:
    """The consumer's place in those keys that it has begun, locked until the transaction ends; in order, so that two replicas cannot deadlock."""
    cursor = await connection.execute(_LOCK, (consumer, topic, list(keys)))
    return {str(key): int(sequence) for key, sequence in await cursor.fetchall()}  # type: ignore[call-overload]


async def claim(connection: Connection, consumer: str, ids: Collection[UUID]) -> set[UUID]:
    """Marks events as processed by the consumer with this transaction; the ids that were neither processed nor discarded before."""
    cursor = await connection.execute(_CLAIM, {"consumer": consumer, "ids": sorted(ids)})
    return {row[0] for row in await cursor.fetchall()}  # type: ignore[misc]


async def claim_and_move(
    connection: Connection, consumer: str, topic: str, events: Sequence[Event], locked: Collection[str]
) -> set[UUID]:
    """The same for events with a sequence, in order, and moves the consumer's place in their keys behind them.

    `locked` are the keys that lock_positions found. Raises Raced.
    """
    reached = {event.key: event.sequence for event in events}
    parameters = {
        "consumer": consumer,
        "topic": topic,
        "ids": sorted({event.id for event in events}),
        "keys": list(reached),
        "sequences": list(reached.values()),
        "locked": list(locked),
    }
    cursor = await connection.execute(_CLAIM_AND_MOVE, parameters)
    claimed, moved = cast(tuple[list[UUID], int], await cursor.fetchone())
    if moved != len(reached):
        raise Raced(f"{consumer} began a key of {topic} twice")
    return set(claimed)


async def fail(connection: Connection, consumer: str, event_id: UUID, reason: str) -> int:
    """Keeps why an event could not be processed, as Dapr's dead letter carries no reason (design §4); how often it failed by now.

    0 for one that was processed or discarded meanwhile.
    """
    cursor = await connection.execute(_FAIL, (consumer, event_id, reason.replace("\0", "�")[:2000]))
    row = await cursor.fetchone()
    return int(row[0]) if row else 0  # type: ignore[call-overload]


async def discard(connection: Connection, consumer: str, event_id: UUID) -> bool:
    """Makes the consumer pass over an event from now on, also when it fills a gap; False when it has processed it."""
    return (await connection.execute(_DISCARD, (consumer, event_id))).rowcount == 1


async def missing(connection: Connection, topic: str, gaps: Sequence[Gap]) -> list[Event]:
    """The events of these gaps from the event table: whoever wrote a later version had committed the earlier ones."""
    keys, firsts, lasts = [gap.key for gap in gaps], [gap.first for gap in gaps], [gap.last for gap in gaps]
    cursor = await connection.execute(_MISSING, (keys, firsts, lasts, topic))
    return [decode(row[0], topic) for row in await cursor.fetchall()]  # type: ignore[arg-type]
