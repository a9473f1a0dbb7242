"""Five hundred open screens: how long until a change has reached the last of them."""

from __future__ import annotations

import asyncio
import time

import orjson

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Product

SCREENS = 500
_BETWEEN = 0.25
"""Seconds between two changes."""


class Screen(asyncio.Protocol):
    """One update stream; notes when each awaited text came by."""

    def __init__(self, arrived: dict[bytes, list[float]]) -> None:
        self._arrived, self._received = arrived, b""
        self.opened = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"GET /api/updates HTTP/1.1\r\nHost: localhost\r\n\r\n")  # type: ignore[attr-defined]
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if not self.opened.done() and b"retry:" in data:
            self.opened.set_result(None)
        self._received += data
        whole, _, self._received = self._received.rpartition(b"\n\n")
        for text, times in self._arrived.items():
            if text in whole:
                times.append(time.perf_counter())


async def watch(product: Product, changes: int) -> list[Figure]:
    loop = asyncio.get_running_loop()
    arrived: dict[bytes, list[float]] = {}
    screens = [
        (await loop.create_connection(lambda: Screen(arrived), "127.0.0.1", product.port))[1] for _ in range(SCREENS)
    ]
    await asyncio.gather(*(screen.opened for screen in screens))
    writer = await Connection.open(product.port)
    seconds = []
    for number in range(changes):
        text = f"screen change {number:06d}"
        arrived.clear()
        times = arrived[text.encode()] = []
        started = time.perf_counter()
        await writer.request("POST", "/api/tasks", orjson.dumps({"title": text}))
        while len(times) < SCREENS and time.perf_counter() - started < 10:
            await asyncio.sleep(0.005)
        seconds.append(times[-1] - started if len(times) == SCREENS else 10.0)
        await asyncio.sleep(_BETWEEN)
    for screen in screens:
        screen.transport.close()
    name = f"change to the last of {SCREENS} screens"
    return [
        Figure(f"{name}: median", in_ms(seconds, 0.5), "ms"),
        Figure(f"{name}: p95", in_ms(seconds, 0.95), "ms", 200),
    ]
