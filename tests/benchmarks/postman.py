"""An SMTP server that notes when each message was handed to it."""

from __future__ import annotations

import asyncio
import re
import smtplib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

_TRIGGER = re.compile(rb"^X-Nudge-Trigger: ([0-9a-f-]{36})\r?$", re.MULTILINE)


@dataclass
class Postman:
    """`arrived` maps the id of a message to the times (Unix) at which it was acknowledged."""

    port: int = 0
    arrived: dict[str, list[float]] = field(default_factory=dict)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        found = _TRIGGER.search(envelope.original_content or b"")
        self.arrived.setdefault(found[1].decode() if found else "", []).append(time.time())
        return "250 OK"


@asynccontextmanager
async def postman(port: int) -> AsyncIterator[Postman]:
    """Takes mail on that port of the loopback address."""
    loop = asyncio.get_running_loop()
    there = Postman(port)
    server = await loop.create_server(lambda: SMTP(there, hostname="bench", loop=loop), "127.0.0.1", port)
    try:
        yield there
    finally:
        server.close()


def seconds_to_hand_over(port: int) -> float:
    """What one message takes without anything before it: connect, say who and for whom, hand over, leave."""
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as relay:
        relay.sendmail("a@example.com", ["b@example.com"], "Subject: one\r\n\r\nText\r\n" * 40)
    return time.perf_counter() - started
