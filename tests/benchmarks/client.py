"""A lean HTTP/1.1 client: the load generator shares the machine with what it measures, so it must cost little."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """One keep-alive connection with one request at a time. Understands Content-Length, which is all that the API sends."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._received = bytearray()
        self._answer: asyncio.Future[Reply] | None = None
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def open(cls, port: int) -> Connection:
        connection = cls(port)
        await connection._connect()
        return connection

    async def _connect(self) -> None:
        await self._loop.create_connection(lambda: self, "127.0.0.1", self._port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # uvloop's transports are of no asyncio class

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(b"\r\n\r\n")
        if head < 0 or self._answer is None:
            return
        lines = bytes(self._received[:head]).lower()
        at = lines.find(b"content-length:")
        length = int(lines[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        end = head + 4 + length
        if len(self._received) < end:
            return
        reply = Reply(int(lines[9:12]), bytes(self._received[head + 4 : end]))
        del self._received[:end]
        answer, self._answer = self._answer, None
        if not answer.done():
            answer.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server closed the connection"))

    async def request(self, method: str, path: str, body: bytes = b"", headers: str = "") -> Reply:
        """Sends one request and waits for its answer; opens the connection again when the server has closed it meanwhile."""
        if self._transport is None:
            await self._connect()
        assert self._transport is not None
        self._answer = self._loop.create_future()
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self._transport.write(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{content}\r\n".encode() + body)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()
