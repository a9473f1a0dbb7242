"""Fan-out: everything published while the application runs, kept in memory only."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from local.sidecar.delivery import Delivery, Stopping
from local.sidecar.messages import Message
from local.sidecar.metrics import Metrics

log = logging.getLogger(__name__)

LONGEST_QUEUE = 20_000


class Fanout:
    """A bounded queue in commit order. When the application is too slow or away, the oldest messages are dropped;
    nobody else ever waits for it."""

    def __init__(self, delivery: Delivery, metrics: Metrics) -> None:
        self._delivery = delivery
        self._queue: deque[Message] = deque()
        self._arrived = asyncio.Event()
        subscription = delivery.subscription
        self._overflowed = metrics.overflowed.labels(subscription.app_id, subscription.topic)
        self.busy = False

    def offer(self, batch: Sequence[Message]) -> None:
        topic = self._delivery.subscription.topic
        self._queue.extend(message for message in batch if message.topic == topic)
        excess = len(self._queue) - LONGEST_QUEUE
        for _ in range(excess):
            self._queue.popleft()
        if excess > 0:
            self._overflowed.inc(excess)
        if self._queue:
            self._arrived.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Delivers until the sidecar stops."""
        bulk = self._delivery.subscription.bulk
        limit = 1 if bulk is None else bulk.max_messages
        pause = 0.0 if bulk is None else bulk.max_await_ms / 1000
        while not stopping.is_set():
            await self._arrived.wait()
            self._arrived.clear()
            while self._queue and not stopping.is_set():
                started = asyncio.get_running_loop().time()
                self.busy = True
                try:
                    await self._delivery.settle([self._queue.popleft() for _ in range(min(limit, len(self._queue)))])
                except Stopping:
                    return
                finally:
                    self.busy = False
                if len(self._queue) < limit:
                    await asyncio.sleep(max(0.0, started + pause - asyncio.get_running_loop().time()))
