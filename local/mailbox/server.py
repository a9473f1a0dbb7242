"""The SMTP server (RFC 5321) that catches mail on this machine's loopback address."""

from __future__ import annotations

import asyncio
import logging
import socket
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from local.mailbox.store import Store

log = logging.getLogger(__name__)

_LARGEST = 5 * 1024 * 1024


class _Handler:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Acknowledges once the message is on the disk."""
        try:
            await asyncio.to_thread(self._store.add, envelope.original_content or b"", datetime.now(UTC))
        except OSError as error:
            log.error("a message could not be kept", extra={"error": error.strerror})
            return "452 Insufficient system storage"
        return "250 OK"


async def serve(listening: socket.socket, store: Store) -> asyncio.Server:
    """Accepts mail on the socket until the server is closed."""
    loop = asyncio.get_running_loop()
    logging.getLogger("mail.log").setLevel(logging.WARNING)

    def protocol() -> SMTP:
        return SMTP(_Handler(store), data_size_limit=_LARGEST, hostname="nudge.local", ident="Nudge", loop=loop)

    return await loop.create_server(protocol, sock=listening)
