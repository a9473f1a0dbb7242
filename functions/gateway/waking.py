"""Waking the functions that an answer will probably need, while the one that works it out starts itself: sleepers in a chain start together."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import aiohttp

from shared.catalogue import Catalogue

log = logging.getLogger(__name__)

_AWAKE_FOR = 30.0
"""Seconds in which a function that was called does not fall asleep again (`awake` in the chart is longer)."""


class Waking:
    """`ask` sends a function a request that costs it nothing."""

    def __init__(
        self, catalogue: Catalogue, ask: Callable[[str], Awaitable[None]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._wakes = {name: function.wakes for name, function in catalogue.functions.items()}
        self._ask, self._clock = ask, clock
        self._asked: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def before(self, function: str) -> None:
        """To be called when `function` is about to be; returns at once, and it does no harm when nobody wakes up."""
        now = self._clock()
        for name in self._wakes.get(function, ()):
            if now - self._asked.get(name, -_AWAKE_FOR) < _AWAKE_FOR:
                continue
            self._asked[name] = now
            task = asyncio.ensure_future(self._wake(name))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _wake(self, name: str) -> None:
        try:
            await self._ask(name)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("not woken beforehand", extra={"function_asked": name, "error": type(error).__name__})
