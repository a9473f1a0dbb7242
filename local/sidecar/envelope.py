"""CloudEvents envelopes as daprd makes them (CloudEvents 1.0, JSON format)."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from local.sidecar.errors import cloud_event_malformed

CLOUD_EVENT = "application/cloudevents+json"
DEFAULT_TYPE = "com.dapr.event.sent"
DEFAULT_CONTENT_TYPE = "text/plain"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from and where it goes. `trace` holds the request's W3C trace headers."""

    source: str
    pubsub: str
    topic: str
    trace: Mapping[str, str]


def envelop(body: bytes, content_type: str, origin: Origin, attributes: Mapping[str, str]) -> bytes:
    """The structured CloudEvent to store for published content.

    A CloudEvent stays as it is, byte for byte, apart from the extensions that daprd adds (`topic`, `pubsubname`,
    `traceparent`, `traceid`). Anything else becomes the data of a new event. `attributes` overrides context attributes
    (publish metadata `cloudevent.*`).
    """
    base = content_type.partition(";")[0].strip().lower()
    if base == CLOUD_EVENT:
        return extend(body, origin, attributes)
    return wrap(body, base, content_type, origin, attributes)


def extend(body: bytes, origin: Origin, attributes: Mapping[str, str]) -> bytes:
    """Adds the extensions at the end of the event's JSON object, so that nothing else in it changes.

    An event that carries its own `traceparent` keeps it. Raises ApiError when the body is no JSON object.
    """
    event = parse(body)
    trace = origin.trace
    extensions = {"topic": origin.topic, "pubsubname": origin.pubsub, **attributes}
    if "traceparent" not in event and "traceparent" in trace:
        extensions |= {"traceid": trace["traceparent"], **trace}
    for name, default in (("specversion", "1.0"), ("type", DEFAULT_TYPE), ("source", "Dapr")):
        if event.get(name) is None:
            extensions.setdefault(name, default)
    if "id" not in event:
        extensions.setdefault("id", str(uuid.uuid4()))
    if event and event.keys().isdisjoint(extensions):
        return splice(body, extensions)
    return json.dumps(json.loads(body) | extensions, ensure_ascii=False, separators=(",", ":")).encode()


def wrap(body: bytes, base: str, content_type: str, origin: Origin, attributes: Mapping[str, str]) -> bytes:
    """A new event around `body`: JSON as it is, binary content as `data_base64`, anything else as text."""
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": origin.source,
        "type": DEFAULT_TYPE,
        "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "datacontenttype": content_type or DEFAULT_CONTENT_TYPE,
        "topic": origin.topic,
        "pubsubname": origin.pubsub,
        "traceid": origin.trace.get("traceparent", ""),
        "traceparent": origin.trace.get("traceparent", ""),
        "tracestate": origin.trace.get("tracestate", ""),
        **attributes,
    }
    if base == "application/octet-stream":
        return orjson.dumps(event | {"data_base64": base64.b64encode(body).decode()})
    if (base == "application/json" or base.endswith("+json")) and is_json(body):
        return orjson.dumps(event)[:-1] + b',"data":' + body + b"}"
    return orjson.dumps(event | {"data": body.decode(errors="replace")})


def parse(body: bytes) -> dict[str, object]:
    """The event's members. Raises ApiError when the body is no JSON object."""
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise cloud_event_malformed(str(error)) from error
    if not isinstance(event, dict):
        raise cloud_event_malformed("the event is not a JSON object")
    return event


def is_json(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return True


def splice(body: bytes, members: Mapping[str, str]) -> bytes:
    """Puts members before the closing brace of a JSON object that is not empty."""
    return body.rstrip()[:-1] + b"," + orjson.dumps(members)[1:]
