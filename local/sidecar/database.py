"""Connections to Postgres that come back by themselves."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import psycopg
from psycopg import AsyncConnection

log = logging.getLogger(__name__)

Connection = AsyncConnection[tuple[object, ...]]
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0


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

    async def wait(self) -> Connection:
        """The open connection, however long Postgres stays away."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self.connection()
            except psycopg.OperationalError as error:
                log.warning("the database cannot be reached", extra={"error": str(error)})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
