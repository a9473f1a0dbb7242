"""Sending beside the delivery of events: whoever brought them waits for a while, and no provider that hangs holds up what comes behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds. Most messages are gone by then; a function that answers is not put to sleep before any provider's time is up."""


class Dispatch:
    """Rounds of sending. Whatever ends one early is found again: its reminders are fired anew when nobody has reported back."""

    def __init__(self) -> None:
        self._rounds: set[asyncio.Task[None]] = set()

    async def run(self, sending: Coroutine[Any, Any, None]) -> None:
        """Returns when the round is over, or after a while, when it goes on by itself."""
        task = asyncio.create_task(sending)
        self._rounds.add(task)
        task.add_done_callback(self._over)
        await asyncio.wait({task}, timeout=PATIENCE)

    async def finish(self) -> None:
        """Waits for all rounds."""
        while self._rounds:
            await asyncio.wait(set(self._rounds))

    def _over(self, task: asyncio.Task[None]) -> None:
        self._rounds.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, psycopg.Error | PoolTimeout):
            log.warning("sending is postponed", extra={"error": type(error).__name__})
        elif error:
            log.error("sending failed", exc_info=error)
