"""Wakes fire-reminders when a reminder was stored: LISTEN on a connection of its own, for a pool may hand the connection to somebody else."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing, suppress
from typing import Any
from uuid import uuid4

import psycopg
from psycopg_pool import PoolTimeout

from shared import metrics
from shared.connection import Connection
from shared.database import Database
from shared.reminders.rows import CHANNEL

log = logging.getLogger(__name__)

_POLL = 1.0
"""Seconds of sleep at most while nobody would wake us."""
_AGAIN = 1.0
_DEAF_FOR = 60.0
_ANSWER = 5.0
# A server that vanished without a word is noticed by the system (TCP), not by waiting for a notification that cannot come.
_CONNECTION: dict[str, Any] = {
    "autocommit": True,
    "application_name": "nudge alarm",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Deaf(Exception):
    """Notifications sent by the pool's connections do not arrive, as behind a pooler that lends out connections per transaction."""


class Alarm:
    """`heard` tells whether notifications arrive; while they do not, waiting is bounded to a second."""

    def __init__(self, dsn: str, database: Database) -> None:
        self._dsn = dsn
        self._database = database
        self._rung = asyncio.Event()
        self.heard = False

    async def wait(self, seconds: float) -> bool:
        """Sleeps so long at most; True as soon as it rings, or when it is time to look without having been told."""
        longest = seconds if self.heard else min(seconds, _POLL)
        with suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._rung.wait()
        rung = self._rung.is_set() or not self.heard
        self._rung.clear()
        return rung

    async def run(self) -> None:
        """Listens until cancelled, again and again after an outage."""
        while True:
            pause = _AGAIN
            try:
                await self._listen()
            except Deaf:
                pause = _DEAF_FOR
                log.warning(
                    "notifications do not arrive; looking for due reminders every second", extra={"again": pause}
                )
            except (psycopg.Error, PoolTimeout, OSError) as error:
                log.warning("not listening for reminders just now", extra={"error": str(error) or type(error).__name__})
            self._tell(heard=False)
            await asyncio.sleep(pause)

    async def _listen(self) -> None:
        connection: Connection
        async with await psycopg.AsyncConnection.connect(self._dsn, **_CONNECTION) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            await self._prove(connection)
            self._tell(heard=True)
            async for _ in connection.notifies():
                self._rung.set()

    async def _prove(self, connection: Connection) -> None:
        """Sends a notification the way the others do, and waits for it; raises Deaf."""
        word = uuid4().hex
        async with self._database.connection() as sender:
            await sender.execute("SELECT pg_notify(%s, %s)", (CHANNEL, word))
        async with aclosing(connection.notifies(timeout=_ANSWER)) as notices:
            async for notice in notices:
                if notice.payload == word:
                    return
        raise Deaf

    def _tell(self, *, heard: bool) -> None:
        """Rings in any case: what was stored meanwhile nobody has told."""
        self.heard = heard
        metrics.reminder_alarm_heard.set(heard)
        self._rung.set()
