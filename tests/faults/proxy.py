"""A TCP proxy on loopback that misbehaves on order: what lies between a client and its server when the network or the server is ill."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Mode = Literal["pass", "slow", "refuse", "hang", "flap"]
"""slow: every piece waits. refuse: connections are reset, old and new. hang: all is taken and nothing comes back. flap: refuse and pass by turns."""

Upstream = Callable[[], tuple[str, int] | str]
"""Where the server is, asked for with each connection: host and port, or the path of a unix socket."""

SLOW_SECONDS = 0.15
FLAP_SECONDS = 0.8


class FaultProxy:
    """In a thread of its own: it stays what it is while the loop of a test, or what the test waits for, is blocked."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._mode: Mode = "pass"
        self._flowing = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @contextmanager
    def fault(self, mode: Mode) -> Iterator[None]:
        """Misbehaves for as long as the block lasts."""
        self.set(mode)
        try:
            yield
        finally:
            self.set("pass")

    def set(self, mode: Mode) -> None:
        asyncio.run_coroutine_threadsafe(self._set(mode), self._loop).result(10)

    async def _start(self) -> asyncio.Server:
        self._flowing.set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._flapping = asyncio.create_task(self._flap())
        return server

    async def _stop(self) -> None:
        self._server.close()
        await asyncio.sleep(0.05)  # what was accepted just now is being served by then
        for task in (self._flapping, *self._serving):
            task.cancel()
        await asyncio.gather(self._flapping, *self._serving, return_exceptions=True)
        self._reset_all()
        await asyncio.sleep(0.05)

    async def _set(self, mode: Mode) -> None:
        # A connection that hung has lost what was said on it: nothing of it goes on afterwards.
        if self._mode == "hang" or mode == "refuse":
            self._reset_all()
        self._mode = mode
        self._flowing.clear() if mode == "hang" else self._flowing.set()

    async def _flap(self) -> None:
        self._refusing = False
        while True:
            await asyncio.sleep(FLAP_SECONDS)
            self._refusing = self._mode == "flap" and not self._refusing
            if self._refusing:
                self._reset_all()

    def _reset_all(self) -> None:
        for writer in list(self._open):
            _reset(writer)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        if self._mode == "refuse" or (self._mode == "flap" and self._refusing):
            _reset(writer)
            return
        self._open.add(writer)
        with suppress(OSError, asyncio.CancelledError):
            await self._serve(reader, writer)
        self._open.discard(writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._flowing.wait()
        to = self._upstream()
        there = await (asyncio.open_unix_connection(to) if isinstance(to, str) else asyncio.open_connection(*to))
        self._open.add(there[1])
        ways = [asyncio.create_task(self._pump(reader, there[1])), asyncio.create_task(self._pump(there[0], writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._open.discard(there[1])
            there[1].close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65536):
            await self._flowing.wait()
            if self._mode == "slow":
                await asyncio.sleep(SLOW_SECONDS)
            writer.write(piece)
            await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends a connection the way a machine that went away does."""
    known = writer.get_extra_info("socket")
    if known is not None and known.family == socket.AF_INET and not writer.is_closing():
        known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
