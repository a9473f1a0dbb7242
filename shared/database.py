"""The way to Postgres: one pool a process, and units of work that commit rows and events together or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool

from shared import outbox, tracing
from shared.connection import Connection
from shared.events import Event

Publish = Callable[[Sequence[Event]], None]
"""Takes events whose transaction has committed and sees to it that they reach the broker; returns at once."""

_SECONDS_FOR_A_CONNECTION = 5.0

set_json_loads(orjson.loads)
set_json_dumps(orjson.dumps)


@dataclass
class UnitOfWork:
    """A transaction and the events that belong to it."""

    connection: Connection
    events: list[Event] = field(default_factory=list)

    def emit(self, *events: Event) -> None:
        """Adds events; they are stored with the commit and published after it."""
        self.events.extend(events)


class Database:
    """Connections commit each statement by itself unless a unit of work is open."""

    def __init__(self, dsn: str, size: int, publish: Publish) -> None:
        self._publish = publish
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            dsn,
            min_size=1,
            max_size=size,
            open=False,
            timeout=_SECONDS_FOR_A_CONNECTION,
            # After so long the pool stops counting pauses up and starts afresh with the next request: an outage is over when it is over.
            reconnect_timeout=_SECONDS_FOR_A_CONNECTION,
            kwargs={"autocommit": True, "application_name": "nudge"},
        )

    async def open(self) -> None:
        await self._pool.open()

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for single statements. Raises psycopg.OperationalError when the database cannot be reached."""
        with tracing.database("statements"):
            async with self._pool.connection() as connection:
                yield connection

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Rows and emitted events commit together at the end of the block; any exception rolls all of it back."""
        with tracing.database("unit of work"):
            async with self._pool.connection() as connection:
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
