"""A dead letter as it arrives: an event, or whatever else lay on a topic; pure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from shared.events import MalformedEvent, decode, identity

KEPT = 64 * 1024
"""Bytes that are kept of a letter that lies nowhere else."""
_LONGEST = 500


@dataclass(frozen=True)
class Letter:
    """`event_id` is how inboxes know it. Texts are empty where the letter does not say; they are bounded and hold no NUL."""

    event_id: UUID
    content: bytes
    topic: str
    type: str
    subject: str
    correlation_id: str
    flaw: str
    """Why it cannot be read as an event; empty when it can."""


def read(body: Any) -> Letter:
    """A delivery of dead-letters.

    Dapr hands over raw payloads as base64 text (in bulk) or inside an event of its own making (one by one), and else the dead event itself.
    """
    content = _raw(body)
    if content is None:
        return _letter(body, orjson.dumps(body))
    try:
        return _letter(orjson.loads(content), content)
    except orjson.JSONDecodeError as error:
        return Letter(identity(content), content, "", "", "", "", f"It is not JSON: {error}.")


def parsed(content: bytes) -> Any:
    """The JSON that a letter holds; None when it is none, or was cut."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _raw(body: Any) -> bytes | None:
    if isinstance(body, str):
        return _decoded(body) or body.encode()
    if isinstance(body, Mapping) and body.get("source") == "Dapr" and isinstance(body.get("data_base64"), str):
        return _decoded(body["data_base64"])
    return None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _letter(body: Any, content: bytes) -> Letter:
    topic, kind, subject, correlation = (_text(body, name) for name in ("topic", "type", "subject", "correlationid"))
    flaw = ""
    try:
        decode(body, topic)
    except MalformedEvent as error:
        flaw = str(error)
    return Letter(identity(body), content, topic, kind, subject, correlation, flaw)


def _text(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, Mapping) else None
    return value.replace("\0", "�")[:_LONGEST] if isinstance(value, str) else ""
