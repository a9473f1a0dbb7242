"""The cost guard: tokens spent in this UTC day and month, in the state store, so that all replicas share one purse.

The most that a call may cost is set aside before it is made and corrected afterwards: simultaneous calls cannot overspend, and a call whose
cost stayed unknown counts in full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from shared.sidecar import Sidecar, StaleState

KEY = "model-usage"
_LIFETIME = 40 * 24 * 3600
_TRIES = 5


@dataclass(frozen=True)
class Limits:
    """Tokens; 0 is no limit."""

    per_day: int
    per_month: int


@dataclass(frozen=True)
class Usage:
    """Tokens counted in one UTC day and in its month."""

    day: str
    month: str
    in_day: int = 0
    in_month: int = 0

    def plus(self, tokens: int) -> Usage:
        return Usage(self.day, self.month, max(0, self.in_day + tokens), max(0, self.in_month + tokens))

    def fits(self, limits: Limits) -> bool:
        return (not limits.per_day or self.in_day <= limits.per_day) and (
            not limits.per_month or self.in_month <= limits.per_month
        )


def usage_at(now: datetime, kept: Mapping[str, object] | None) -> Usage:
    """What was counted before, as far as it is of this day and this month."""
    day, month = f"{now:%Y-%m-%d}", f"{now:%Y-%m}"
    if not kept:
        return Usage(day, month)
    in_day = int(str(kept["in_day"])) if kept["day"] == day else 0
    in_month = int(str(kept["in_month"])) if kept["month"] == month else 0
    return Usage(day, month, in_day, in_month)


class Budget:
    def __init__(self, sidecar: Sidecar, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._sidecar, self._limits, self._clock = sidecar, limits, clock

    async def set_aside(self, tokens: int) -> bool:
        """Whether the purse has so many tokens; if so they are taken out. Raises Unavailable when that cannot be known."""
        return await self._add(tokens, self._limits)

    async def correct(self, set_aside: int, used: int) -> None:
        """The call is over and cost `used`."""
        if set_aside != used:
            await self._add(used - set_aside, Limits(0, 0))

    async def _add(self, tokens: int, limits: Limits) -> bool:
        """False when it does not fit, or when others were quicker again and again."""
        for _ in range(_TRIES):
            found = (await self._sidecar.get_state(KEY)).get(KEY)
            usage = usage_at(self._clock(), orjson.loads(found[0]) if found else None).plus(tokens)
            if not usage.fits(limits):
                return False
            etag = found[1] if found else None
            try:
                await self._sidecar.save_state(KEY, orjson.dumps(usage), etag=etag, ttl=_LIFETIME, first=etag is None)
            except StaleState:
                continue
            return True
        return False
