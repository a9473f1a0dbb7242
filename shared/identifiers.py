"""UUIDs of version 7 (RFC 9562 §5.7): they sort by the time of their making, which keeps indexes local."""

from __future__ import annotations

import os
import time
from threading import Lock
from uuid import UUID

_lock = Lock()
_last = 0


def uuid7() -> UUID:
    """A new UUIDv7. Within one process each is greater than the one before (RFC 9562 §6.2, method 2)."""
    global _last
    millis = time.time_ns() // 1_000_000
    with _lock:
        # Within a millisecond, or when the clock was set back, counting on from the last one spares fresh randomness.
        _last = _fresh(millis) if millis > _last >> 80 else _next(_last)
        return UUID(int=_last)


def _fresh(millis: int) -> int:
    value = millis << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62


def _next(value: int) -> int:
    """The next greater UUIDv7: counts in the 62 random bits behind the variant, then in the 12 before it, then in the time."""
    low = (value & (1 << 62) - 1) + 1
    if low < 1 << 62:
        return value & ~((1 << 62) - 1) | low
    high = (value >> 64 & 0xFFF) + 1
    if high < 1 << 12:
        return value >> 76 << 76 | high << 64 | 0x2 << 62
    return ((value >> 80) + 1) << 80 | 0x7 << 76 | 0x2 << 62
