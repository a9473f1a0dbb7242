"""One client's stream of Server-Sent Events (HTML Standard §9.2)."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator

import psycopg
from psycopg_pool import PoolTimeout
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from functions.stream_updates import changes
from functions.stream_updates.feed import Feed
from functions.stream_updates.registry import Registry
from shared import metrics
from shared.database import Database

log = logging.getLogger(__name__)

HEARTBEAT = 15.0
"""Seconds of silence after which a comment shows that the stream lives."""
_SLOWEST = 30.0
"""Seconds that a client may take to read what was sent; then it is dropped and resumes by its last event id."""
_RETRY = 1500
"""Milliseconds that a browser waits before it connects again."""

_CURSOR = re.compile(r"([0-9a-f]{8})-(\d{1,18})")


class Stream(Response):
    """Sends what is new since `last_event_id`; ends after `seconds`, and the browser comes back by itself.

    A slow client holds no queue: its place in the feed waits with it, and what came meanwhile goes out together.
    """

    media_type = "text/event-stream"

    def __init__(
        self, feed: Feed, registry: Registry, database: Database, client: str, last_event_id: str, seconds: float
    ) -> None:
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._feed, self._registry, self._database, self._client = feed, registry, database, client
        self._last_event_id, self._ends = last_event_id, time.monotonic() + seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connected = self._registry.add(self._client)
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_disconnected(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._registry.remove(connected)
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async for chunk in self._chunks():
                async with asyncio.timeout(_SLOWEST):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                metrics.stream_messages.inc()
        except (psycopg.Error, PoolTimeout):
            log.warning("stream ended: the database cannot be reached")
        except TimeoutError:
            log.info("stream ended: the client does not read", extra={"client": self._client})
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self) -> AsyncIterator[bytes]:
        cursor, opening = self._start()
        yield opening
        while time.monotonic() < self._ends:
            number, end = self._feed.number, self._feed.end
            batches = self._feed.since(cursor)
            if batches is None:
                async for message in self._from_table(cursor, end):
                    yield message
            elif messages := b"".join(batch.message(self._feed.epoch, self._client) for batch in batches):
                yield messages
            cursor = end
            if not await self._feed.news(number, min(HEARTBEAT, max(0.1, self._ends - time.monotonic()))):
                yield b": still here\n\n"

    def _start(self) -> tuple[int, bytes]:
        """Where this client's stream begins, and its first lines. A place that is not known here means: load everything again."""
        feed = self._feed
        place = b"retry: %d\nid: %s-%d\n" % (_RETRY, feed.epoch.encode(), feed.end)
        if not self._last_event_id:
            return feed.end, place + b"\n"
        match = _CURSOR.fullmatch(self._last_event_id)
        if match and match[1] == feed.epoch and feed.first <= int(match[2]) <= feed.end:
            return int(match[2]), b"retry: %d\n\n" % _RETRY
        return feed.end, place + b"event: resync\ndata: {}\n\n"

    async def _from_table(self, cursor: int, end: int) -> AsyncIterator[bytes]:
        while cursor < end:
            async with self._database.connection() as connection:
                batch = await changes.read(connection, cursor, end)
            if message := batch.message(self._feed.epoch, self._client):
                yield message
            cursor = batch.end


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
