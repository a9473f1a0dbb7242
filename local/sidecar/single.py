"""Delivery of one event per request, as daprd does it: a structured CloudEvent."""

import re
from urllib.parse import quote

import orjson

from local.sidecar.envelope import CLOUD_EVENT
from local.sidecar.headers import HOP_BY_HOP, NOT_FORWARDED
from local.sidecar.messages import Message
from local.sidecar.outcome import Outcome

TOKEN = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
"""RFC 9110 §5.6.2: what a header may be called."""
PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


def headers(message: Message, pubsub: str) -> dict[str, str]:
    """The request headers: daprd's Kafka metadata, the trace context, further publish metadata.

    Metadata that cannot or must not be a header (hop-by-hop, the API token) stays behind; what is not printable ASCII
    in a value is percent-encoded.
    """
    values = {name.lower(): quote(value, safe=PRINTABLE) for name, value in place(message).items() if _may_pass(name)}
    values |= {"pubsubname": pubsub, "content-type": CLOUD_EVENT}
    traceparent = trace_of(message)
    if traceparent:
        values["traceparent"] = quote(traceparent, safe=PRINTABLE)
    return values


def _may_pass(name: str) -> bool:
    return TOKEN.fullmatch(name) is not None and name.lower() not in HOP_BY_HOP | NOT_FORWARDED


def place(message: Message) -> dict[str, str]:
    """Where the message stands in the log, under the names that Dapr's Kafka component uses."""
    values = {
        "__topic": message.topic,
        "__partition": str(message.partition),
        "__offset": str(message.offset),
        "__timestamp": str(message.published_at),
    }
    if message.key is not None:
        values["__key"] = message.key
    if message.metadata is not None:
        values = orjson.loads(message.metadata) | values
    return values


def trace_of(message: Message) -> str | None:
    """The event's W3C `traceparent`, if it has one."""
    if b'"traceparent"' not in message.body:
        return None
    value = orjson.loads(message.body).get("traceparent")
    return value if isinstance(value, str) and value else None


def outcome(status: int, body: bytes) -> Outcome:
    """2xx without a readable status is success; 404 is never tried again; everything else is."""
    if status == 404:
        return Outcome.DROP
    if not 200 <= status < 300:
        return Outcome.RETRY
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return Outcome.SUCCESS
    word = answer.get("status") if isinstance(answer, dict) else None
    if word is None or word == "" or not isinstance(word, str):
        return Outcome.SUCCESS
    return Outcome.of_status(word)
