"""The edge of keep-dead-letters."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import functions_framework.aio
import orjson
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response

from functions.keep_dead_letters import decision, shelf
from functions.keep_dead_letters.decision import Held
from functions.keep_dead_letters.keeping import keep
from functions.keep_dead_letters.letter import read
from functions.keep_dead_letters.shelf import DeadLetterInFull, DeadLetterPage, DeadLetterQuery
from shared import idempotency, logs, patience, tasks
from shared.call import Call
from shared.consumer import Outcome
from shared.database import UnitOfWork
from shared.events import Cause, Event
from shared.http import Answer, HttpFunction, Operation
from shared.services import Services
from shared.tasks import Once

log = logging.getLogger(__name__)

_LOOK_EVERY = 5.0
"""Seconds between looks for letters that have settled."""


class Letters:
    """Consumes dead-letters. There is no other topic for what fails here, so nothing is ever dropped."""

    def __init__(self, seconds: float = patience.SECONDS) -> None:
        """`seconds`: for so long a delivery waits for a database that is away."""
        self._seconds = seconds
        self._services: Services | None = None

    def bind(self, services: Services) -> None:
        """Gives it what it works with, before the first delivery."""
        self._services = services

    async def receive(self, bodies: Sequence[Any], topic: str = "") -> list[Outcome]:
        """One transaction for each: a letter that cannot be stored must not hold up the others."""
        assert self._services is not None, "bind comes before the first delivery"
        logs.function_name.set("keep-dead-letters")
        until = time.monotonic() + self._seconds
        return [await self._keep(body, self._services, until) for body in bodies]

    async def _keep(self, body: Any, services: Services, until: float) -> Outcome:
        async def attempt() -> None:
            async with services.database.unit_of_work() as work:
                await keep(read(body), work, services.catalogue, services.clock())

        try:
            await patience.once_possible(attempt, until)
        except Exception as error:
            log.error("a dead letter could not be kept; it will be delivered again", exc_info=error)
            return "RETRY"
        return "SUCCESS"


consumer = Letters()


async def run(services: Services) -> None:
    """Closes what has settled and keeps the figures until cancelled; an outage only delays it."""
    logs.function_name.set("keep-dead-letters")
    while True:
        try:
            async with services.database.connection() as connection:
                await shelf.settle(connection, services.clock())
                await shelf.measure(connection)
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("settling postponed", extra={"error": str(error) or type(error).__name__})
        await asyncio.sleep(_LOOK_EVERY)


async def listed(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        await shelf.settle(connection, services.clock())
        return Answer(await shelf.page(connection, call.query))


async def shown(call: Call, services: Services) -> Answer:
    letter = shelf.id_of(call.path["id"])
    async with services.database.connection() as connection:
        await shelf.settle(connection, services.clock())
        return Answer(await shelf.in_full(connection, letter))


Decide = Callable[[Held, UnitOfWork, Cause, datetime], Awaitable[Event | None]]


async def replayed(call: Call, services: Services) -> Answer:
    return await _decided(call, services, decision.replay)


async def discarded(call: Call, services: Services) -> Answer:
    return await _decided(call, services, decision.discard)


async def _decided(call: Call, services: Services, decide: Decide) -> Answer:
    """Decides once for each Idempotency-Key; the answer is the letter as it is then."""
    letter, now = shelf.id_of(call.path["id"]), services.clock()
    async with services.database.unit_of_work() as work:
        # Settled first, and locked before it is asked for an earlier answer: a repeat that runs beside waits here.
        await shelf.settle(work.connection, now)
        held = await decision.hold(work.connection, letter)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        event = await decide(held, work, call.cause, now)
        answer = Answer(orjson.dumps(await shelf.in_full(work.connection, letter)))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # Raises, as the key was taken for another request meanwhile; what was done here is rolled back.
            return await idempotency.taken(work.connection, call)
    if event:
        services.database.published_after_commit([event])
    return answer


function = HttpFunction(
    "keep-dead-letters",
    [
        Operation("listDeadLetters", listed, query=DeadLetterQuery, answer=DeadLetterPage),
        Operation("getDeadLetter", shown, answer=DeadLetterInFull),
        Operation("replayDeadLetter", replayed, answer=DeadLetterInFull),
        Operation("discardDeadLetter", discarded, answer=DeadLetterInFull),
    ],
)


@functions_framework.aio.http
async def keep_dead_letters(request: Request) -> Response:
    return await function.answer(request)
