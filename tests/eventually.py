"""Waiting for what happens on its own: polled up to a deadline, never slept for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_SECONDS = 30.0
_BETWEEN = 0.03


async def eventually(look: Callable[[], Awaitable[T]], seconds: float = _SECONDS) -> T:
    """What `look` gives once that is truthy; fails with what it gave last when the deadline passes."""
    deadline = time.monotonic() + seconds
    while not (seen := await look()):
        assert time.monotonic() < deadline, f"did not happen within {seconds} s; last seen: {seen!r}"
        await asyncio.sleep(_BETWEEN)
    return seen
