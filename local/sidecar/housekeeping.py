"""What is done now and then: old messages and expired state go."""

import asyncio
import logging
import time
from datetime import timedelta

import psycopg

from local.sidecar.deliveries import Deliveries
from local.sidecar.messages import Messages
from local.sidecar.partitions import Partition
from local.sidecar.stores import Stores
from local.sidecar.topics import Topics

log = logging.getLogger(__name__)

BATCH = 1_000
PAUSE = 0.05


class Housekeeping:
    """Deletes messages that every group has finished and that are older than `retention`, in small batches.

    The newest message of a partition always stays: it tells where the numbering goes on.
    """

    def __init__(
        self, topics: Topics, messages: Messages, deliveries: Deliveries, stores: Stores, retention: timedelta
    ) -> None:
        self._topics = topics
        self._messages = messages
        self._deliveries = deliveries
        self._stores = stores
        self._retention = retention

    async def run(self, every: timedelta) -> None:
        """Purges at every interval until cancelled."""
        while True:
            await asyncio.sleep(every.total_seconds())
            try:
                await self.purge()
                await self._stores.sweep()
            except psycopg.OperationalError as error:
                log.warning("housekeeping put off", extra={"error": str(error)})

    async def purge(self) -> int:
        """Returns how many messages were deleted."""
        return sum([await self._purge(partition) for partition in self._topics])

    async def _purge(self, partition: Partition) -> int:
        newest = partition.next_offset - 1
        finished = self._deliveries.finished(partition.topic, partition.number)
        before = newest if finished is None else min(newest, finished)
        published_before = time.time_ns() // 1_000_000 - self._retention // timedelta(milliseconds=1)
        total = 0
        while before > 0:
            count = await self._messages.purge(partition.topic, partition.number, before, published_before, BATCH)
            total += count
            if count < BATCH:
                break
            await asyncio.sleep(PAUSE)
        return total
