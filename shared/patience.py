"""Waiting for a database that is away, for as long as a delivery may take."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import psycopg
from psycopg_pool import PoolTimeout

log = logging.getLogger(__name__)

Result = TypeVar("Result")

SECONDS = 18.0
"""With the last wait for a connection it is less than the time that a delivery may take (dapr/policies). Given back at once, a delivery would
soon have been tried as often as the policy says, and good events would end as dead letters."""
_AGAIN = 0.5


async def once_possible(attempt: Callable[[], Awaitable[Result]], until: float) -> Result:
    """Repeats what the database refuses; raises its error when that is still away at the moment `until` (of the monotonic clock)."""
    while True:
        try:
            return await attempt()
        except (psycopg.OperationalError, PoolTimeout) as error:
            if time.monotonic() + _AGAIN > until:
                raise
            log.info("delivery waits for the database", extra={"error": type(error).__name__})
        await asyncio.sleep(_AGAIN)
