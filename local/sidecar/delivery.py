"""Bringing messages to an application until each is finished: delivered, dead-lettered or given up."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence

import orjson

from local.sidecar import bulk, single
from local.sidecar.broker import Broker
from local.sidecar.channel import AppFailed, AppUnreachable, Channel
from local.sidecar.config import Backoff, Subscription
from local.sidecar.database import Pulse
from local.sidecar.errors import ApiError
from local.sidecar.messages import Message
from local.sidecar.metrics import Metrics
from local.sidecar.outcome import Outcome

log = logging.getLogger(__name__)

UNREACHABLE = Backoff(initial_ms=50, max_ms=1_000)
"""How often an application that cannot be reached is looked for."""


class Stopping(Exception):
    """The sidecar stops; the message is not finished and comes again after the next start."""


class Delivery:
    """One subscription's way to its application.

    A failed delivery is repeated after a pause, `retries.max_retries` times; then the message goes to the dead-letter
    topic, or is logged and skipped when there is none. A message answered with DROP (or 404) goes there at once.

    An application that cannot be reached at all (no socket, connection refused: its process is being restarted) uses
    up no retries: the delivery waits until it is back, as daprd's application health check does. Nor does a failure
    while Postgres does not answer, or did not a moment ago: the application needs the same database.
    """

    def __init__(
        self,
        subscription: Subscription,
        channel: Channel,
        slots: asyncio.Semaphore,
        broker: Broker,
        pulse: Pulse,
        metrics: Metrics,
        stopping: asyncio.Event,
    ) -> None:
        self.subscription = subscription
        self._channel = channel
        self._slots = slots
        self._broker = broker
        self._pulse = pulse
        self._metrics = metrics
        self._stopping = stopping
        self._labels = (subscription.app_id, subscription.topic)
        self._seconds = metrics.delivery_seconds.labels(subscription.app_id)

    async def settle(self, batch: Sequence[Message]) -> None:
        """Returns when every message of the batch is finished. Raises Stopping when the sidecar stops before."""
        pending = list(batch)
        failures = searches = 0
        while True:
            try:
                results = await self._attempt(pending)
            except AppUnreachable as error:
                searches += 1
                self._tell_search(searches, error)
                await self._pause(UNREACHABLE.delay(searches))
                continue
            searches = 0
            await self._give_up([message for message in pending if results[message] is Outcome.DROP], "dropped")
            pending = [message for message in pending if results[message] is Outcome.RETRY]
            if not pending:
                return
            failures += await self._pulse.beats()
            if failures > self.subscription.retries.max_retries:
                await self._give_up(pending, "retries used up")
                return
            self._metrics.retries.labels(*self._labels).inc(len(pending))
            await self._pause(self.subscription.retries.delay(max(failures, 1)))

    async def _attempt(self, pending: Sequence[Message]) -> dict[Message, Outcome]:
        """Delivers once, by route. Raises AppUnreachable when nothing could be sent."""
        results: dict[Message, Outcome] = {}
        for path, group in self._by_route(pending).items():
            if not path:
                results |= dict.fromkeys(group, Outcome.DROP)
                continue
            async with self._slots:
                with self._seconds.time():
                    outcomes = await self._send(path, group)
            results |= zip(group, outcomes, strict=True)
        for outcome in Outcome:
            count = sum(1 for result in results.values() if result is outcome)
            if count:
                self._metrics.delivered.labels(*self._labels, outcome.value).inc(count)
        return results

    async def _send(self, path: str, group: Sequence[Message]) -> list[Outcome]:
        try:
            if self.subscription.bulk is None:
                message = group[0]
                head = single.headers(message, self.subscription.pubsub)
                status, body = await self._channel.deliver(path, message.body, head)
                outcomes = [single.outcome(status, body)]
            else:
                envelope = bulk.envelope(group, self.subscription.pubsub, self.subscription.topic)
                status, body = await self._channel.deliver(path, envelope, bulk.HEADERS)
                outcomes = bulk.outcomes(status, body, len(group))
        except AppFailed as error:
            self._tell_failure(group, str(error))
            return [Outcome.RETRY] * len(group)
        if Outcome.RETRY in outcomes:
            self._tell_failure(group, f"status {status}: {body[:200].decode(errors='replace')}")
        return outcomes

    def _by_route(self, pending: Sequence[Message]) -> dict[str, list[Message]]:
        if not self.subscription.rules:
            return {self.subscription.route: list(pending)}
        groups: defaultdict[str, list[Message]] = defaultdict(list)
        for message in pending:
            groups[self._route(message)].append(message)
        return groups

    def _route(self, message: Message) -> str:
        kind = orjson.loads(message.body).get("type")
        for rule in self.subscription.rules:
            if rule.event_type == kind:
                return rule.path
        return self.subscription.route

    async def _give_up(self, letters: Sequence[Message], why: str) -> None:
        """To the dead-letter topic, however long the log cannot be written."""
        if not letters:
            return
        topic = self.subscription.dead_letter_topic
        self._metrics.dead_letters.labels(*self._labels).inc(len(letters))
        for letter in letters:
            log.error("event given up", extra={**self._describe(letter), "reason": why, "dead_letter_topic": topic})
        tries = 0
        while topic is not None:
            try:
                await self._broker.dead_letter(topic, letters)
                return
            except ApiError:
                tries += 1
                await self._pause(UNREACHABLE.delay(tries))

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise Stopping

    def _describe(self, message: Message) -> dict[str, object]:
        return {
            "app": self.subscription.app_id, "topic": message.topic,
            "partition": message.partition, "offset": message.offset,
        }  # fmt: skip

    def _tell_failure(self, group: Sequence[Message], why: str) -> None:
        log.warning("delivery failed", extra={**self._describe(group[0]), "messages": len(group), "reason": why})

    def _tell_search(self, searches: int, error: AppUnreachable) -> None:
        if searches == 1:
            log.warning("application not reachable", extra={"app": self.subscription.app_id, "error": str(error)})
