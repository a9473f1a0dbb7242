"""A connection to Postgres, as statements take it."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from typing import TypeVar

import psycopg
from psycopg.abc import PQGen

Connection = psycopg.AsyncConnection[tuple[object, ...]]

_SECONDS_FOR_AN_ANSWER = 10.0
"""Longer than any statement of ours takes; who waits for the answer gave up before."""

Result = TypeVar("Result")


class BoundedConnection(Connection):
    """Its line is cut when a statement goes unanswered for ten seconds: it then fails as on any broken line (psycopg.OperationalError).

    A server that hangs, or a network that swallows everything, would otherwise hold the statement, its request and its place in the
    pool for as long as TCP has patience. A cancellation could not help: it waits for the server too.
    """

    async def wait(self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None) -> Result:  # noqa: ASYNC109 - psycopg's own signature
        cut = asyncio.get_running_loop().call_later(_SECONDS_FOR_AN_ANSWER, self._cut)
        try:
            return await super().wait(gen, interval, timeout)
        finally:
            cut.cancel()

    def _cut(self) -> None:
        with suppress(OSError, psycopg.OperationalError), socket.socket(fileno=os.dup(self.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
