"""Hands committed events to the broker in bulk, off the request path."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout

from shared import metrics, outbox, tracing
from shared.events import Event
from shared.sidecar import SidecarUnavailable

if TYPE_CHECKING:
    from shared.database import Database

log = logging.getLogger(__name__)

_BATCH = 250
_WAITING_AT_MOST = 50_000
"""More than this stays in the outbox for relay-outbox; memory must not grow with an outage of the broker."""


class Broker(Protocol):
    async def publish(self, topic: str, events: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        """Publishes (id, partition key, body) in order and returns the ids acknowledged; raises SidecarUnavailable."""


class Publisher:
    """A queue of committed events and one task that empties it. Nothing is lost with it: the outbox still has every row."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._waiting: deque[Event] = deque()
        self._wake = asyncio.Event()

    def soon(self, events: Sequence[Event]) -> None:
        """Queues events whose transaction has committed."""
        if len(self._waiting) + len(events) > _WAITING_AT_MOST:
            log.warning("publishing is behind; left to relay-outbox", extra={"events": len(events)})
            return
        self._waiting.extend(events)
        self._wake.set()

    async def run(self, database: Database) -> None:
        """Publishes until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._flush(database)

    async def drain(self, database: Database) -> None:
        """Publishes what still waits; for a clean stop."""
        while self._waiting:
            await self._flush(database)

    async def _flush(self, database: Database) -> None:
        batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
        try:
            done = await self._publish(batch)
            async with database.connection() as connection:
                await outbox.remove(connection, done)
        except (SidecarUnavailable, psycopg.Error, PoolTimeout) as error:
            # The rows are still in the outbox; publishing twice is harmless, forgetting is not.
            log.warning("could not publish; left to relay-outbox", extra={"events": len(batch), "error": str(error)})
            await asyncio.sleep(0.2)

    async def _publish(self, batch: Sequence[Event]) -> list[UUID]:
        done: list[UUID] = []
        for topic, group in groupby(sorted(batch, key=lambda event: event.topic), key=lambda event: event.topic):
            events = list(group)
            with tracing.published(topic, events):
                acknowledged = await self._broker.publish(
                    topic, [(event.id, event.key, event.body) for event in events]
                )
            metrics.events_published.labels(topic).inc(len(acknowledged))
            done.extend(acknowledged)
        return done
