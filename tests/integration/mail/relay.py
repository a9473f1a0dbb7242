"""An SMTP relay with manners to choose, on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

WELL = {"HELO": "250 ok", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye"}
HANGS = "(hangs)"
LEAVES = "(leaves)"


@dataclass
class Relay:
    """`answers` maps a command's first word (`.` is the end of the message, `GREETING` the beginning) to what is said."""

    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    connections: int = 0
    hold: asyncio.Event | None = None
    """Until it is set no message is answered."""

    def answer(self, word: str) -> str:
        return self.answers.get(word) or {**WELL, "EHLO": "250 relay", "GREETING": "220 relay"}.get(word, "502 unknown")

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            if not await self._say("GREETING", writer):
                return
            while line := await reader.readline():
                word = line.decode().split(" ")[0].strip().upper()
                if not await self._say(word, writer):
                    return
                if word == "DATA" and self.answer("DATA").startswith("354"):
                    self.messages.append(await reader.readuntil(b"\r\n.\r\n"))
                    if self.hold:
                        await self.hold.wait()
                    if not await self._say(".", writer):
                        return
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _say(self, word: str, writer: asyncio.StreamWriter) -> bool:
        text = self.answer(word)
        if text == LEAVES:
            return False
        if text == HANGS:
            await asyncio.sleep(3600)
        whole = not text.endswith("…")
        writer.write(text.removesuffix("…").encode() + (b"\r\n" if whole else b""))
        await writer.drain()
        return whole


@asynccontextmanager
async def relay(**answers: str) -> AsyncIterator[Relay]:
    """A relay on the loopback address; GREETING="220 hi", RCPT="550 no", END for the answer to a message."""
    if "END" in answers:
        answers["."] = answers.pop("END")
    there = Relay(answers)
    conversations: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(there.converse(reader, writer))
        conversations.add(task)
        task.add_done_callback(conversations.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()
        for task in conversations:
            task.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
