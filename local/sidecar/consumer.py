"""Consumers: one per subscription and partition, each strictly in order."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

import psycopg

from local.sidecar.delivery import Delivery, Stopping
from local.sidecar.messages import Message, Messages
from local.sidecar.offsets import Offsets
from local.sidecar.partitions import Partition

log = logging.getLogger(__name__)

PAGE = 500
READ_AGAIN_AFTER = 0.5


class Consumer:
    """Takes the messages of one partition in order and moves its group's offset behind each finished batch."""

    def __init__(self, delivery: Delivery, partition: Partition, offsets: Offsets, messages: Messages) -> None:
        self._delivery = delivery
        self._partition = partition
        self._offsets = offsets
        self._messages = messages
        self._page: deque[Message] = deque()
        self._last_start = 0.0
        self.position = offsets.get(self.group, *self.place)
        self.busy = False

    @property
    def group(self) -> str:
        """Dapr's consumer group `{appID}`."""
        return self._delivery.subscription.app_id

    @property
    def topic(self) -> str:
        return self._partition.topic

    @property
    def place(self) -> tuple[str, int]:
        return self._partition.topic, self._partition.number

    @property
    def lag(self) -> int:
        return max(0, self._partition.next_offset - self.position)

    async def run(self, stopping: asyncio.Event) -> None:
        """Delivers until the sidecar stops."""
        while not stopping.is_set():
            batch = await self._next()
            self.busy = True
            try:
                await self._delivery.settle(batch)
            except Stopping:
                return
            finally:
                self.busy = False
            self.position = batch[-1].offset + 1
            self._offsets.advance(self.group, *self.place, self.position)

    async def _next(self) -> Sequence[Message]:
        """The next batch; waits for one."""
        bulk = self._delivery.subscription.bulk
        limit = 1 if bulk is None else bulk.max_messages
        while not self._page:
            await self._partition.beyond(self.position)
            if bulk is not None:
                await self._gather(limit, bulk.max_await_ms / 1000)
            self._page.extend(await self._read(max(limit, PAGE)))
            if not self._page:
                await asyncio.sleep(READ_AGAIN_AFTER)
        self._last_start = asyncio.get_running_loop().time()
        return [self._page.popleft() for _ in range(min(limit, len(self._page)))]

    async def _gather(self, limit: int, longest: float) -> None:
        """Waits for a full batch, but no longer than `longest` seconds after the previous delivery began."""
        left = self._last_start + longest - asyncio.get_running_loop().time()
        if left <= 0:
            return
        try:
            async with asyncio.timeout(left):
                await self._partition.beyond(self.position + limit - 1)
        except TimeoutError:
            return

    async def _read(self, limit: int) -> Sequence[Message]:
        recent = self._partition.recent(self.position, limit)
        if recent is not None:
            return recent
        try:
            return await self._messages.read(*self.place, self.position, limit)
        except psycopg.OperationalError as error:
            log.warning("backlog cannot be read now", extra={"topic": self._partition.topic, "error": str(error)})
            return []
