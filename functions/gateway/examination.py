"""Looks which parts of Nudge are down; asked often, looked at most once in two seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

import psycopg
from psycopg_pool import PoolTimeout
from starlette.types import ASGIApp

from functions.gateway.status import Part, StatusAnswer, status
from shared import health
from shared.services import Services

_KEPT_FOR = 2.0
"""Seconds."""
_LATE = 12.0
"""Seconds that an event waits for the broker before something is wrong; relay-outbox takes up what is older than eight."""

_FIGURES = """
    SELECT EXISTS (SELECT FROM outbox WHERE created_at < now() - make_interval(secs => %s)),
           EXISTS (SELECT FROM reminder WHERE attempt_at IS NOT NULL AND retry_count > 0)
"""


class Examination:
    """`peers` are the functions that may be asked: asking must not wake one that sleeps."""

    def __init__(self, services: Services, peers: Mapping[str, ASGIApp]) -> None:
        self._services, self._peers = services, peers
        self._found: tuple[float, StatusAnswer] | None = None
        self._looking = asyncio.Lock()

    async def result(self) -> StatusAnswer:
        async with self._looking:
            if self._found is None or time.monotonic() - self._found[0] > _KEPT_FOR:
                answer = status(await self._down())
                self._found = time.monotonic(), answer
            return self._found[1]

    async def _down(self) -> set[Part]:
        database, sidecar, functions = await asyncio.gather(
            self._of_database(), self._services.sidecar.healthy(), self._of_functions()
        )
        return database | functions | (set() if sidecar else {"sidecar"})

    async def _of_database(self) -> set[Part]:
        try:
            async with asyncio.timeout(5), self._services.database.connection() as connection:
                row = await (await connection.execute(_FIGURES, (_LATE,))).fetchone()
        except (psycopg.Error, PoolTimeout, TimeoutError):
            return {"database"}
        late, unsent = row or (False, False)
        found: set[Part] = {"broker"} if late else set()
        return found | ({"mail"} if unsent else set())

    async def _of_functions(self) -> set[Part]:
        answers = await asyncio.gather(*map(health.ask_live, self._peers.values()))
        known = self._services.catalogue.functions
        found: set[Part] = set()
        for name, answer in zip(self._peers, answers, strict=True):
            if answer is None and known[name].trigger != "http":
                found.add("background")
            if answer and answer.get("model") == "down":
                found.add("model")
        return found
