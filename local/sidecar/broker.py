"""Publishing: from a request to committed messages."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import orjson

from local.sidecar import errors
from local.sidecar.envelope import CLOUD_EVENT, Origin, envelop
from local.sidecar.messages import Message
from local.sidecar.metrics import Metrics
from local.sidecar.topics import Topics
from local.sidecar.writer import Draft, Writer

PARTITION_KEY = "partitionKey"
RAW_PAYLOAD = "rawPayload"
ATTRIBUTE_PREFIX = "cloudevent."


class Event(NamedTuple):
    """What a client publishes: content, its media type, and Dapr's publish metadata."""

    body: bytes
    content_type: str
    metadata: Mapping[str, str]


class Broker:
    """The pubsub components. All of them share one log, as several components may share one Kafka cluster."""

    def __init__(self, pubsubs: Collection[str], topics: Topics, writer: Writer, source: str, metrics: Metrics) -> None:
        self._pubsubs = pubsubs
        self._topics = topics
        self._writer = writer
        self._source = source
        self._metrics = metrics

    async def publish(self, pubsub: str, topic: str, events: Sequence[Event], trace: Mapping[str, str]) -> None:
        """Returns when all events are committed; on ApiError none is acknowledged."""
        self.check(pubsub, topic)
        origin = Origin(self._source, pubsub, topic, trace)
        drafts = [self._draft(origin, event) for event in events]
        if drafts:
            await self._writer.append(drafts)
        self._metrics.published.labels(pubsub, topic).inc(len(drafts))

    def check(self, pubsub: str, topic: str) -> None:
        """Raises ApiError when there is no such component or topic."""
        if pubsub not in self._pubsubs:
            raise errors.pubsub_not_found(pubsub)
        if not topic:
            raise errors.topic_empty(pubsub)
        if topic not in self._topics:
            raise errors.topic_unknown(pubsub, topic)

    async def dead_letter(self, topic: str, letters: Sequence[Message]) -> None:
        """Publishes messages unchanged to a dead-letter topic, under their keys."""
        drafts = [
            Draft(topic, self._topics.choose(topic, letter.key), letter.key, CLOUD_EVENT, letter.body, letter.metadata)
            for letter in letters
        ]
        await self._writer.append(drafts)

    def _draft(self, origin: Origin, event: Event) -> Draft:
        key, attributes, further = self._sort(origin, event.metadata)
        body = envelop(event.body, event.content_type, origin, attributes)
        metadata = orjson.dumps(further) if further else None
        return Draft(origin.topic, self._topics.choose(origin.topic, key), key, CLOUD_EVENT, body, metadata)

    @staticmethod
    def _sort(origin: Origin, metadata: Mapping[str, str]) -> tuple[str | None, dict[str, str], dict[str, str]]:
        """The partition key, the overridden CloudEvents attributes, and what travels along as headers."""
        key = None
        attributes: dict[str, str] = {}
        further: dict[str, str] = {}
        for name, value in metadata.items():
            if name == PARTITION_KEY:
                key = value or None
            elif name == RAW_PAYLOAD and value.lower() == "true":
                raise errors.event_malformed(origin.topic, origin.pubsub, "raw payloads are not supported")
            elif name.lower().startswith(ATTRIBUTE_PREFIX):
                attributes[name[len(ATTRIBUTE_PREFIX) :].lower()] = value
            else:
                further[name] = value
        if key is not None and "\0" in key:
            raise errors.event_malformed(origin.topic, origin.pubsub, "the partition key holds a null character")
        return key, attributes, further
