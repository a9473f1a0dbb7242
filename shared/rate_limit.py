"""A token bucket for each address."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 10_000


class RateLimit:
    """Lets `rate` per second through for each key, and bursts of up to `burst`. Knows the latest 10,000 keys."""

    def __init__(self, rate: float, burst: float, seconds: Callable[[], float]) -> None:
        self._rate, self._burst, self._seconds = rate, burst, seconds
        self._buckets: dict[str, tuple[float, float]] = {}

    def allows(self, key: str) -> bool:
        now = self._seconds()
        tokens, since = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _MOST:
            del self._buckets[next(iter(self._buckets))]
        return allowed
