"""One open screen: when which title came by."""

from __future__ import annotations

import asyncio
import time

import orjson


class Chunks:
    """Takes the chunked transfer coding off (RFC 9112 §7.1)."""

    def __init__(self) -> None:
        self._coded = b""

    def plain(self, data: bytes) -> bytes:
        """What is complete with this data."""
        self._coded += data
        plain = b""
        while (line := self._coded.find(b"\r\n")) >= 0:
            end = line + 2 + int(self._coded[:line], 16)
            if len(self._coded) < end + 2:
                break
            plain += self._coded[line + 2 : end]
            self._coded = self._coded[end + 2 :]
        return plain


class Screen(asyncio.Protocol):
    """An update stream; `arrived` maps a title to the moment (perf_counter) at which it was first seen."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.opened = asyncio.get_running_loop().create_future()
        self._head, self._chunks, self._text = b"", Chunks(), b""

    @classmethod
    async def open(cls, port: int) -> Screen:
        _, screen = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        await screen.opened
        return screen

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"GET /api/updates HTTP/1.1\r\nHost: localhost\r\n\r\n")  # type: ignore[attr-defined]
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._head.endswith(b"\r\n\r\n"):
            head, end, data = (self._head + data).partition(b"\r\n\r\n")
            self._head = head + end
            if not end:
                return
        self._text += self._chunks.plain(data)
        whole, _, self._text = self._text.rpartition(b"\n\n")
        now = time.perf_counter()
        for line in whole.splitlines():
            self._look(line, now)

    def _look(self, line: bytes, now: float) -> None:
        if line.startswith(b"retry:") and not self.opened.done():
            self.opened.set_result(None)
        if line.startswith(b"data: "):
            for change in orjson.loads(line[6:]).get("changes", ()):
                self.arrived.setdefault(str((change.get("task") or {}).get("title")), now)

    async def has(self, titles: set[str], seconds: float) -> bool:
        """Whether all of them came by within so many seconds."""
        ends = time.perf_counter() + seconds
        while not titles <= self.arrived.keys():
            if time.perf_counter() > ends:
                return False
            await asyncio.sleep(0.05)
        return True

    def close(self) -> None:
        self.transport.close()  # type: ignore[attr-defined]
