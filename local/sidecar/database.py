"""Connections to Postgres that come back by themselves."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus

log = logging.getLogger(__name__)

Connection = AsyncConnection[tuple[object, ...]]
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
SETTLING_SECONDS = 2.0


async def unprepared(connection: Connection) -> None:
    """Nothing needs to be done on a new connection."""


class Session:
    """One connection for one owner. `opened` runs on every new connection before it is used.

    `options` are libpq command-line options, e.g. "-c synchronous_commit=off".
    """

    def __init__(self, dsn: str, opened: Callable[[Connection], Awaitable[None]], options: str = "") -> None:
        self._dsn = dsn
        self._opened = opened
        self._options = options
        self._connection: Connection | None = None

    async def connection(self) -> Connection:
        """The open connection, made anew when it is lost. Raises psycopg.OperationalError while Postgres is away."""
        if self._connection is not None and not self._connection.closed:
            return self._connection
        await self.close()
        connection = await AsyncConnection.connect(
            self._dsn, autocommit=True, options=self._options, connect_timeout=5, application_name="sidecar"
        )
        try:
            await self._opened(connection)
        except BaseException:
            await connection.close()
            raise
        self._connection = connection
        return connection

    async def tested(self) -> Connection:
        """Like `connection`, but answered by Postgres just now."""
        connection = await self.connection()
        try:
            await connection.execute("SELECT 1")
        except psycopg.OperationalError:
            await self.close()
            connection = await self.connection()
        return connection

    async def wait(self) -> Connection:
        """The open connection, however long Postgres stays away."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self.connection()
            except psycopg.OperationalError as error:
                if pause == FIRST_PAUSE:
                    log.warning("the database cannot be reached; waiting for it", extra={"error": str(error)})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


class Sessions:
    """A few connections for many users. One that Postgres has dropped is made anew when it is handed out, so that an
    outage is over for everybody as soon as Postgres is back."""

    def __init__(self, dsn: str, most: int) -> None:
        self._dsn = dsn
        self._places = asyncio.Semaphore(most)
        self._idle: list[Session] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection in autocommit mode. Raises psycopg.OperationalError at once while Postgres is away."""
        async with self._places:
            session = self._idle.pop() if self._idle else Session(self._dsn, unprepared)
            try:
                connection = await session.tested()
                try:
                    yield connection
                finally:
                    if connection.info.transaction_status is not TransactionStatus.IDLE:
                        await session.close()
            finally:
                self._idle.append(session)

    async def close(self) -> None:
        for session in self._idle:
            await session.close()


class Pulse:
    """Tells whether Postgres answers; quickly, also when it does not."""

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn, unprepared)
        self._asking = asyncio.Lock()
        self._missed = float("-inf")

    async def beats(self) -> bool:
        """False also for a moment after an outage: others need that moment to find their connections again."""
        async with self._asking:
            try:
                await self._session.tested()
            except psycopg.OperationalError:
                self._missed = time.monotonic()
        return time.monotonic() - self._missed > SETTLING_SECONDS

    async def close(self) -> None:
        await self._session.close()
