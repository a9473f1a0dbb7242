"""Signed sessions: proof that a browser once gave the access token, without storing anything."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

COOKIE = "nudge_session"
LIFETIME = 90 * 24 * 3600
"""Seconds a session lasts."""


def issue(access_token: str, now: datetime) -> str:
    """A session that ends LIFETIME after now, or at once when the access token is changed."""
    expires = str(int(now.timestamp()) + LIFETIME)
    return f"{expires}.{_signature(access_token, expires)}"


def valid(session: str, access_token: str, now: datetime) -> bool:
    expires, _, signature = session.partition(".")
    if not expires.isascii() or not expires.isdigit() or len(expires) > 12 or int(expires) < now.timestamp():
        return False
    return hmac.compare_digest(signature.encode(), _signature(access_token, expires).encode())


def same_token(given: str, access_token: str) -> bool:
    """Compares in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), access_token.encode())


def _signature(access_token: str, expires: str) -> str:
    key = hashlib.sha256(b"nudge session\0" + access_token.encode()).digest()
    return hmac.new(key, expires.encode(), hashlib.sha256).hexdigest()
