"""The feed of one replica: the newest batches of changes in memory, and a bell for those who wait for the next."""

from __future__ import annotations

import asyncio
from collections import deque

from functions.stream_updates import changes
from functions.stream_updates.changes import Batch
from shared.database import Database

_KEPT = 256
"""Batches in memory; a client further behind is served from the table."""


class Feed:
    """`end` is the transaction id up to which the feed has read, `first` that from which there are changes; `number` counts how often it rang."""

    def __init__(self) -> None:
        self.end = 0
        self.first = 0
        self.number = 0
        self.epoch = ""
        self._from = 0
        self._batches: deque[Batch] = deque()
        self._wanted = asyncio.Event()
        self._bell = asyncio.Event()
        self._moving = asyncio.Lock()

    def signal(self) -> None:
        """There may be something new."""
        self._wanted.set()

    async def wanted(self, seconds: float) -> None:
        """Waits for a signal, at most so long."""
        await _wait(self._wanted, seconds)
        self._wanted.clear()

    async def news(self, number: int, seconds: float) -> bool:
        """Waits until it has rung more than `number` times, at most so long; whether it has."""
        if self.number == number:
            await _wait(self._bell, seconds)
        return self.number != number

    async def restart(self, database: Database) -> None:
        """Begins at the present, forgetting what was kept; for the first client after a time without any.

        A client that came at the same moment and began before is told, and reads what lies between from the table.
        """
        async with self._moving, database.connection() as connection:
            self.end, self.epoch, self.first = await changes.horizon(connection)
            self._from = self.end
            self._batches.clear()
            self._ring()

    async def advance(self, database: Database) -> bool:
        """Reads what is new and rings the bell; whether there was anything."""
        before = self.number
        # Never beside a restart: the one that ends last would set the place back, and clients ahead of it would have to load again.
        async with self._moving, database.connection() as connection:
            end, _, self.first = await changes.horizon(connection)
            while self.end < end:
                self._keep(await changes.read(connection, self.end, end))
        return self.number != before

    def since(self, cursor: int) -> list[Batch] | None:
        """The batches from the cursor on; None when they are not all in memory any more."""
        if cursor < self._from:
            return None
        return [batch for batch in self._batches if batch.end > cursor]

    def _keep(self, batch: Batch) -> None:
        self.end = batch.end
        if not batch.changes and not batch.notices:
            return
        self._batches.append(batch)
        if len(self._batches) > _KEPT:
            self._from = self._batches.popleft().end
        self._ring()

    def _ring(self) -> None:
        self.number += 1
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
