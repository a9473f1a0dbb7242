"""A function's first act: waking those that it will probably call, so that sleepers in a chain start together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp

from shared.invocation import Direct, Invocation

log = logging.getLogger(__name__)

_SECONDS = 60.0
"""Longer than the coldest start."""


@asynccontextmanager
async def waking(functions: Sequence[str], address: str) -> AsyncIterator[None]:
    """Meanwhile asks each for its health, past the sidecar, which is starting too; it does no harm when nobody wakes up.

    `address` has a place for the name of a function; without one nothing is done.
    """
    asking = [asyncio.create_task(_wake(name, Direct(address, _SECONDS))) for name in functions if address]
    try:
        yield
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


async def _wake(function: str, direct: Direct) -> None:
    try:
        await direct.ask(Invocation(function, "GET", "/live", b"", (), {}))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.info("not woken beforehand", extra={"function_asked": function, "error": type(error).__name__})
