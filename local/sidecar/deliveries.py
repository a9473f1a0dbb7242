"""All deliveries of the sidecar: started together, stopped together."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from local.sidecar.broker import Broker
from local.sidecar.channel import Channel
from local.sidecar.config import App, Subscription
from local.sidecar.consumer import Consumer
from local.sidecar.database import Pulse
from local.sidecar.delivery import Delivery
from local.sidecar.fanout import Fanout
from local.sidecar.messages import Message, Messages
from local.sidecar.metrics import Lag, Metrics
from local.sidecar.offsets import Offsets
from local.sidecar.topics import Topics

log = logging.getLogger(__name__)


class Deliveries:
    """One task per consumer and per fan-out subscription."""

    def __init__(
        self,
        apps: Sequence[App],
        subscriptions: Sequence[Subscription],
        channels: Mapping[str, Channel],
        topics: Topics,
        metrics: Metrics,
    ) -> None:
        self._slots = {app.app_id: asyncio.Semaphore(app.max_concurrency) for app in apps}
        self._subscriptions = subscriptions
        self._channels = channels
        self._topics = topics
        self._metrics = metrics
        self._stopping = asyncio.Event()
        self._consumers: list[Consumer] = []
        self._fanouts: list[Fanout] = []
        self._tasks: dict[asyncio.Task[None], Consumer | Fanout] = {}
        metrics.watch_lag(self.lags)

    def start(self, broker: Broker, offsets: Offsets, messages: Messages, pulse: Pulse) -> None:
        """Call when the topics know their ends and the offsets are loaded."""
        for subscription in self._subscriptions:
            delivery = Delivery(
                subscription, self._channels[subscription.app_id], self._slots[subscription.app_id],
                broker, pulse, self._metrics, self._stopping,
            )  # fmt: skip
            if subscription.fanout:
                self._fanouts.append(Fanout(delivery, self._metrics))
                continue
            for partition in self._topics.partitions(subscription.topic):
                self._consumers.append(Consumer(delivery, partition, offsets, messages))
        runners: list[Consumer | Fanout] = [*self._consumers, *self._fanouts]
        for runner in runners:
            self._tasks[asyncio.create_task(runner.run(self._stopping))] = runner

    def committed(self, batch: list[Message]) -> None:
        """Takes committed messages over: into the tails of their partitions and to the fan-out subscriptions."""
        places: defaultdict[tuple[str, int], list[Message]] = defaultdict(list)
        for message in batch:
            places[message.topic, message.partition].append(message)
        for (topic, partition), messages in places.items():
            self._topics.partitions(topic)[partition].extend(messages)
        for fanout in self._fanouts:
            fanout.offer(batch)

    def lags(self) -> Iterator[Lag]:
        """Unfinished messages per group and topic."""
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for consumer in self._consumers:
            sums[consumer.group, consumer.topic] += consumer.lag
        return ((group, topic, lag) for (group, topic), lag in sums.items())

    def finished(self, topic: str, partition: int) -> int | None:
        """The offset before which every group has finished; None when no group reads the partition."""
        positions = [consumer.position for consumer in self._consumers if consumer.place == (topic, partition)]
        return min(positions, default=None)

    async def watch(self) -> None:
        """Returns never; raises what a delivery task dies of, which is a defect."""
        if self._tasks:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        await asyncio.Event().wait()

    async def stop(self, grace: float) -> None:
        """Takes up nothing new and gives deliveries under way `grace` seconds to finish."""
        self._stopping.set()
        for task, runner in self._tasks.items():
            if not runner.busy:
                task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace)
            for task in late:
                task.cancel()
            if late:
                log.warning("deliveries cut off; they come again", extra={"deliveries": len(late)})
            await asyncio.gather(*self._tasks, return_exceptions=True)
