"""The page shows a change before the server has it; what the server holds is asked until it is so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_SECONDS = 15


async def eventually(read: Callable[[], object], expected: object, seconds: float = _SECONDS) -> None:
    end = time.monotonic() + seconds
    while (found := read()) != expected and time.monotonic() < end:
        await asyncio.sleep(0.05)
    assert found == expected
