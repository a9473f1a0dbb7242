"""Signed one-time links in messages: what they may do stands in them, and nobody can change it.

A token is base64url (RFC 4648 §5, without padding) of the link's fields and the first half of their HMAC-SHA-256 (truncation:
RFC 2104 §5). Each link has an id; what it does is done once, and the id is kept in the table used_link.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.errors import NotFound

Action = Literal["complete", "snooze", "unsubscribe", "verify-email"]

LIFETIME = timedelta(days=30)
_ACTIONS: tuple[Action, ...] = ("complete", "snooze", "unsubscribe", "verify-email")
_FIELDS = struct.Struct(">16sB16sIH")
_SIGNATURE = 16
_SPOILED = "This link is not valid any more. Please open Nudge instead."


@dataclass(frozen=True)
class Link:
    """What one link does. `subject` is a reminder's id, or the mark of the e-mail address that it is about."""

    id: UUID
    action: Action
    subject: UUID
    expires: datetime
    """Whole seconds, UTC."""
    minutes: int = 0
    """Of a snooze."""


def sign(link: Link, key: str) -> str:
    """The link's token, safe in a URL path."""
    expires = int(link.expires.timestamp())
    fields = _FIELDS.pack(link.id.bytes, _ACTIONS.index(link.action), link.subject.bytes, expires, link.minutes)
    return base64.urlsafe_b64encode(fields + _signature(fields, key)).rstrip(b"=").decode()


def read(token: str, key: str, now: datetime) -> Link:
    """The link of a token; raises NotFound for one that was changed, has expired, or was signed with another key."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise NotFound(_SPOILED, code="link_not_valid") from None
    fields, signature = raw[: _FIELDS.size], raw[_FIELDS.size :]
    if not key or not hmac.compare_digest(signature, _signature(fields, key)):
        raise NotFound(_SPOILED, code="link_not_valid")
    id_, action, subject, expires, minutes = _FIELDS.unpack(fields)
    link = Link(UUID(bytes=id_), _ACTIONS[action], UUID(bytes=subject), datetime.fromtimestamp(expires, UTC), minutes)
    if link.expires < now:
        raise NotFound("This link has expired. Please open Nudge instead.", code="link_expired")
    return link


def address_mark(address: str) -> UUID:
    """Names an e-mail address without telling it."""
    return UUID(bytes=hashlib.sha256(address.strip().lower().encode()).digest()[:16])


def _signature(fields: bytes, key: str) -> bytes:
    secret = hashlib.sha256(b"nudge link\0" + key.encode()).digest()
    return hmac.new(secret, fields, hashlib.sha256).digest()[:_SIGNATURE]
