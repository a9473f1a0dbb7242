"""Delivery of many events in one request, as daprd's bulk subscribe does it."""

import uuid
from collections.abc import Sequence

import orjson

from local.sidecar.envelope import CLOUD_EVENT
from local.sidecar.messages import Message
from local.sidecar.outcome import Outcome
from local.sidecar.single import place

HEADERS = {"Content-Type": "application/json"}


def envelope(batch: Sequence[Message], pubsub: str, topic: str) -> bytes:
    """The request body. Entries are numbered from "0"; events are embedded as they are stored."""
    head = {
        "id": str(uuid.uuid4()),
        "metadata": {"pubsubName": pubsub},
        "pubsubname": pubsub,
        "topic": topic,
        "type": "com.dapr.event.sent.bulk",
    }
    entries = b",".join(_entry(number, message) for number, message in enumerate(batch))
    return b'{"entries":[' + entries + b"]," + orjson.dumps(head)[1:]


def _entry(number: int, message: Message) -> bytes:
    return b'{"entryId":"%d","event":%b,"metadata":%b,"contentType":"%b"}' % (
        number, message.body, orjson.dumps(place(message)), CLOUD_EVENT.encode(),
    )  # fmt: skip


def outcomes(status: int, body: bytes, count: int) -> list[Outcome]:
    """One outcome per entry. An entry without a status is tried again, and so are all when the answer is unreadable."""
    if status == 404:
        return [Outcome.DROP] * count
    found = _statuses(body) if 200 <= status < 300 else {}
    return [Outcome.of_status(found.get(str(number))) for number in range(count)]


def _statuses(body: bytes) -> dict[object, object]:
    try:
        statuses = orjson.loads(body)["statuses"]
        return {status["entryId"]: status.get("status") for status in statuses}
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return {}
