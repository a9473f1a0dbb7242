"""The last lists that were answered, kept through the component `task-cache`: what can still be shown while the database is down.

Only first pages without filters are kept, one list for each status; they are written behind the answers, so that no request waits for the cache.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import orjson

from functions.list_tasks.listing import ListQuery
from shared import metrics
from shared.clock import rfc3339
from shared.sidecar import Sidecar

STALE_SINCE = "x-nudge-stale-since"
"""The header beside the field `stale_since`."""
_LARGEST = 2 * 1024 * 1024
"""Bytes of a page that is still kept; a gRPC message may hold four megabytes."""
_LIFETIME = 24 * 3600
"""Seconds: an older list would mislead more than help."""
_PAUSE = 1.0
"""Seconds between two writes: under load only the newest of many answers is kept."""


def name_of(query: ListQuery) -> str | None:
    """The list that a request asks for, if it is one that is kept."""
    told = query.model_dump(exclude_defaults=True, exclude={"timezone", "limit", "status"})
    return None if told else f"tasks/{query.status or 'shown'}"


class Kept:
    """One for the process. `note` costs a request nothing but remembering its answer's bytes."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[bytes, datetime]] = {}
        self._limits: dict[str, int] = {}
        self._wake = asyncio.Event()

    def note(self, query: ListQuery, body: bytes, now: datetime) -> None:
        """Remembers an answer for the next write. A shorter page does not take the place of a longer one that the list still fills."""
        name = name_of(query)
        if name is None or len(body) > _LARGEST:
            return
        if query.limit < self._limits.get(name, 0) and not body.endswith(b'"next":null}'):
            return
        self._limits[name] = query.limit
        self._waiting[name] = (body, now)
        self._wake.set()

    async def run(self, sidecar: Sidecar) -> None:
        """Writes until cancelled; what the cache does not take now is lost, and the next answer is offered to it."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting, self._waiting = self._waiting, {}
            for name, (body, at) in waiting.items():
                written = await sidecar.cache(name, b'{"at":"%s","page":%s}' % (rfc3339(at).encode(), body), _LIFETIME)
                metrics.lists_kept.inc(written)
            await asyncio.sleep(_PAUSE)


async def recalled(sidecar: Sidecar, query: ListQuery) -> dict[str, Any] | None:
    """The list as it was last answered, with `stale_since`; None when none is kept. It has one page only."""
    name = name_of(query)
    value = await sidecar.cached(name) if name else None
    if value is None:
        return None
    found = orjson.loads(value)
    return {"items": found["page"]["items"][: query.limit], "next": None, "stale_since": found["at"]}
