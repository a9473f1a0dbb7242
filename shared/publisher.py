"""Hands committed events to the broker in bulk, off the request path."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Sequence
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

EVERY = 0.04
"""Seconds between two hand-overs: an event that is alone goes out at once, in a crowd they travel together. Each hand-over costs broker, sidecars
and consumers about as much as the events in it."""
_FORGET_EVERY = 0.5
"""Seconds between two removals from the outbox. Who dies before has its events published once more, which consumers notice."""
_BATCH = 250
_WAITING_AT_MOST = 50_000
"""More than this stays in the outbox for relay-outbox; memory must not grow with an outage of the broker."""
OWN_SECONDS = 6.0
"""For so long a process tries to publish its own events; those of a longer outage are relay-outbox's, so that not both publish them."""
_PAUSE = 0.2


class Broker(Protocol):
    async def publish(self, topic: str, events: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        """Publishes (id, partition key, body) in order and returns the ids acknowledged; raises SidecarUnavailable."""


class Publisher:
    """A queue of committed events for each topic, and one task that empties them. Nothing is lost with it: the outbox still has every row."""

    def __init__(self, broker: Broker, own_seconds: float = OWN_SECONDS, every: float = EVERY) -> None:
        self._broker = broker
        self._every = every
        self._own_seconds = own_seconds
        self._waiting: defaultdict[str, deque[tuple[float, Event]]] = defaultdict(deque)
        self._published: list[UUID] = []
        self._forgot = -_FORGET_EVERY
        self._wake = asyncio.Event()

    def soon(self, events: Sequence[Event]) -> None:
        """Queues events whose transaction has committed."""
        if sum(map(len, self._waiting.values())) + len(events) > _WAITING_AT_MOST:
            log.warning("publishing is behind; left to relay-outbox", extra={"events": len(events)})
            return
        now = time.monotonic()
        for event in events:
            self._waiting[event.topic].append((now, event))
        self._wake.set()

    async def run(self, database: Database) -> None:
        """Publishes until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._is_busy():
                went_well = await self._flush(database)
                await asyncio.sleep(_PAUSE if not went_well else 0 if self._is_crowded() else self._every)

    async def drain(self, database: Database) -> None:
        """Publishes what still waits, as far as that is possible now; for a clean stop."""
        while self._is_waiting() and await self._flush(database):
            pass
        await self._forget(database)

    def _is_crowded(self) -> bool:
        return any(len(waiting) >= _BATCH for waiting in self._waiting.values())

    def _is_waiting(self) -> bool:
        return any(self._waiting.values())

    def _is_busy(self) -> bool:
        return bool(self._published) or self._is_waiting()

    async def _flush(self, database: Database) -> bool:
        """Publishes a batch of each topic and soon forgets what the broker has; False when something did not work and is to be tried again."""
        went_well = [await self._publish(topic, waiting) for topic, waiting in list(self._waiting.items()) if waiting]
        is_time = time.monotonic() - self._forgot >= _FORGET_EVERY
        return (not is_time or await self._forget(database)) and all(went_well)

    async def _publish(self, topic: str, waiting: deque[tuple[float, Event]]) -> bool:
        """A topic that cannot be published to holds up no other."""
        self._give_up(waiting)
        batch = [waiting.popleft() for _ in range(min(_BATCH, len(waiting)))]
        done = set(await self._hand_over(topic, [event for _, event in batch])) if batch else set()
        self._published += done
        failed = [each for each in batch if each[1].id not in done]
        waiting.extendleft(reversed(failed))
        return not failed

    async def _hand_over(self, topic: str, events: Sequence[Event]) -> list[UUID]:
        """The ids that the broker has."""
        try:
            with tracing.published(topic, events):
                done = await self._broker.publish(topic, [(event.id, event.key, event.body) for event in events])
        except SidecarUnavailable as error:
            log.warning("could not publish for now", extra={"events": len(events), "error": str(error)})
            return []
        metrics.events_published.labels(topic).inc(len(done))
        return done

    def _give_up(self, waiting: deque[tuple[float, Event]]) -> None:
        """What is older is published by relay-outbox from now on; the rows are still in the outbox."""
        given_up = 0
        while waiting and time.monotonic() - waiting[0][0] > self._own_seconds:
            waiting.popleft()
            given_up += 1
        if given_up:
            log.warning("could not publish; left to relay-outbox", extra={"events": given_up})

    async def _forget(self, database: Database) -> bool:
        if not self._published:
            return True
        try:
            async with database.connection() as connection:
                await outbox.remove(connection, self._published)
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("published events stay in the outbox for now", extra={"error": str(error)})
            return False
        self._published, self._forgot = [], time.monotonic()
        return True
