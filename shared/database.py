"""The way to Postgres: one pool a process, and units of work that commit rows and events together or not at all."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
import psycopg
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from shared import outbox, tracing
from shared.breaker import Breaker
from shared.connection import BoundedConnection, Connection
from shared.events import Event

log = logging.getLogger(__name__)

Publish = Callable[[Sequence[Event]], None]
"""Takes events whose transaction has committed and sees to it that they reach the broker; returns at once."""

_SECONDS_FOR_A_CONNECTION = 3.0
_FAILURES = 3
_REST = 2.0
"""Seconds for which a database that failed is left alone; then one request tries it, and when it answers everybody may."""

set_json_loads(orjson.loads)
set_json_dumps(orjson.dumps)


class NotReached(psycopg.OperationalError):
    """There is no way to the database just now: nothing was sent, so nothing was changed."""


@dataclass
class UnitOfWork:
    """A transaction and the events that belong to it."""

    connection: Connection
    events: list[Event] = field(default_factory=list)

    def emit(self, *events: Event) -> None:
        """Adds events; they are stored with the commit and published after it."""
        self.events.extend(events)


class Database:
    """Connections commit each statement by itself unless a unit of work is open.

    No wait is without an end: three seconds for a connection, ten for an answer. After three failures in a row nobody waits at all for
    two seconds, then one tries. Every use raises NotReached when there is no way to the database, and any other
    psycopg.OperationalError when the way broke in between.
    """

    def __init__(self, dsn: str, size: int, publish: Publish) -> None:
        self._publish = publish
        self._breaker = Breaker(_FAILURES, _REST, time.monotonic)
        self._pool: AsyncConnectionPool[BoundedConnection] = AsyncConnectionPool(
            dsn,
            connection_class=BoundedConnection,
            min_size=1,
            max_size=size,
            open=False,
            timeout=_SECONDS_FOR_A_CONNECTION,
            # After so long the pool stops counting pauses up and starts afresh with the next request: an outage is over when it is over.
            reconnect_timeout=_SECONDS_FOR_A_CONNECTION,
            kwargs={"autocommit": True, "application_name": "nudge", "connect_timeout": int(_SECONDS_FOR_A_CONNECTION)},
        )

    async def open(self) -> None:
        await self._pool.open()

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for single statements."""
        with tracing.database("statements"):
            async with self._lent() as connection:
                yield connection

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Rows and emitted events commit together at the end of the block; any exception rolls all of it back."""
        with tracing.database("unit of work"):
            async with self._lent() as connection:
                async with connection.transaction():
                    work = UnitOfWork(connection)
                    yield work
                    if work.events:
                        await outbox.append(connection, work.events)
                self.published_after_commit(work.events)

    def published_after_commit(self, events: Sequence[Event]) -> None:
        """For statements that store their events themselves: hands these to the publisher once committed."""
        if events:
            self._publish(events)

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Connection]:
        connection = await self._admitted()
        try:
            yield connection
        finally:
            if connection.broken:
                await self._failed()
            elif not self._breaker.is_open:
                self._breaker.succeeded()
            await self._pool.putconn(connection)

    async def _admitted(self) -> BoundedConnection:
        """A connection of the pool; the one who tries for all first makes sure that it answers."""
        if not self._breaker.admits():
            raise NotReached("the database is left alone for a moment after failures")
        connection = None
        try:
            connection = await self._pool.getconn()
            if self._breaker.is_open:
                await connection.execute("SELECT 1")
                self._breaker.succeeded()
                log.info("the database answers again")
        except BaseException as error:
            if connection:
                await self._pool.putconn(connection)
            if isinstance(error, psycopg.OperationalError | PoolTimeout):
                await self._failed()
                raise NotReached(f"no connection to the database: {type(error).__name__}") from error
            self._breaker.left()
            raise
        return connection

    async def _failed(self) -> None:
        was_open = self._breaker.is_open
        self._breaker.failed()
        if self._breaker.is_open and not was_open:
            log.warning("the database does not answer; it is left alone for a moment")
            # What lies idle in the pool is broken too; each would fail one more request when the database is back.
            await self._pool.drain()
