"""The one writer of the message log: concurrent publishes become one INSERT, one commit, one disk flush."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import psycopg

from local.sidecar import messages
from local.sidecar.database import Connection, Session
from local.sidecar.errors import log_unavailable
from local.sidecar.messages import Message
from local.sidecar.schema import create_tables, take_lock
from local.sidecar.topics import Topics

log = logging.getLogger(__name__)

MOST_MESSAGES = 2_000
MOST_WAITING_BYTES = 64 * 1024 * 1024
REOPEN_SECONDS = 3.0
"""How long publishes wait for a broken connection to come back before they are refused."""


class Draft(NamedTuple):
    """A message that has no offset yet."""

    topic: str
    partition: int
    key: str | None
    content_type: str
    body: bytes
    metadata: bytes | None


class Waiting(NamedTuple):
    drafts: Sequence[Draft]
    done: asyncio.Future[None]


class Writer:
    """Numbers messages and commits them in the order in which they were handed over.

    It holds the sidecar's lock on its own connection: while that lives, nobody else numbers messages, and when it is
    gone, so is every commit that was under way. `committed` is called with each batch after its commit.
    """

    def __init__(self, dsn: str, topics: Topics, committed: Callable[[list[Message]], None]) -> None:
        self._session = Session(dsn, self._take_over)
        self._topics = topics
        self._committed = committed
        self._waiting: list[Waiting] = []
        self._bytes = 0
        self._wake = asyncio.Event()
        self._down = False

    async def open(self) -> None:
        """Waits for Postgres and for the lock, makes the tables, reads where each partition ends."""
        await self._session.wait()

    async def append(self, drafts: Sequence[Draft]) -> None:
        """Returns when the messages are committed. Raises ApiError (UNAVAILABLE) when that is not certain."""
        size = sum(len(draft.body) for draft in drafts)
        if self._down or self._bytes + size > MOST_WAITING_BYTES:
            raise log_unavailable("the event log cannot be written now" if self._down else "too many events wait")
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(drafts, done))
        self._bytes += size
        self._wake.set()
        try:
            await done
        finally:
            self._bytes -= size

    async def run(self) -> None:
        """Commits batches until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._settle(self._take())

    async def close(self) -> None:
        """Refuses what still waits and gives the lock back."""
        self._down = True
        for waiting in self._waiting:
            _refuse(waiting, "the sidecar is stopping")
        self._waiting.clear()
        await self._session.close()

    def _take(self) -> list[Waiting]:
        """The oldest publishes, as many as fit into one batch."""
        count = end = 0
        while end < len(self._waiting) and (end == 0 or count < MOST_MESSAGES):
            count += len(self._waiting[end].drafts)
            end += 1
        taken, self._waiting = self._waiting[:end], self._waiting[end:]
        return taken

    async def _settle(self, taken: list[Waiting]) -> None:
        try:
            batch = await self._commit([draft for waiting in taken for draft in waiting.drafts])
        except asyncio.CancelledError:
            for waiting in taken:
                _refuse(waiting, "the sidecar is stopping")
            raise
        except (psycopg.Error, TimeoutError) as error:
            log.error("events not committed", extra={"publishes": len(taken), "error": str(error)})
            for waiting in taken:
                _refuse(waiting, "the event log cannot be written now")
            if not isinstance(error, psycopg.DataError):
                await self._recover()
            return
        self._committed(batch)
        for waiting in taken:
            if not waiting.done.done():
                waiting.done.set_result(None)

    async def _commit(self, drafts: Sequence[Draft]) -> list[Message]:
        """One INSERT. When the connection broke, the new one tells whether the batch had been committed."""
        connection = await self._session.connection()
        batch = self._number(drafts)
        try:
            await messages.append(connection, batch)
        except psycopg.OperationalError:
            async with asyncio.timeout(REOPEN_SECONDS):
                connection = await self._session.connection()
            last = batch[-1]
            if self._topics.partitions(last.topic)[last.partition].next_offset <= last.offset:
                await messages.append(connection, batch)
        return batch

    def _number(self, drafts: Sequence[Draft]) -> list[Message]:
        now = time.time_ns() // 1_000_000
        ends: defaultdict[tuple[str, int], int] = defaultdict(int)
        batch = []
        for topic, partition, key, content_type, body, metadata in drafts:
            place = (topic, partition)
            offset = ends[place] or self._topics.partitions(topic)[partition].next_offset
            ends[place] = offset + 1
            batch.append(Message(topic, partition, offset, key, content_type, body, metadata, now))
        return batch

    async def _recover(self) -> None:
        """Refuses publishes until the database is back."""
        self._down = True
        for waiting in self._waiting:
            _refuse(waiting, "the event log cannot be written now")
        self._waiting.clear()
        await self._session.close()
        await self._session.wait()
        self._down = False
        log.info("the event log can be written again")

    async def _take_over(self, connection: Connection) -> None:
        await take_lock(connection)
        await create_tables(connection)
        self._topics.restore(await messages.ends(connection))


def _refuse(waiting: Waiting, why: str) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(log_unavailable(why))
