"""The edge of purge-expired."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

import functions_framework.aio
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from functions.purge_expired import trash
from functions.purge_expired.retention import PURGE_UPDATES, RETENTIONS, TRASH, UPDATES, Retention
from shared import logs
from shared.audit_events import audit_event
from shared.database import UnitOfWork
from shared.events import Cause
from shared.identifiers import uuid7
from shared.services import Services

log = logging.getLogger(__name__)

BATCH = 500
_EVERY = 24 * 60 * 60.0
_AFTER_AN_OUTAGE = 60.0
"""Seconds."""

Step = Callable[[UnitOfWork], Awaitable[int]]
"""Deletes one batch; returns how many rows that were."""


async def purge(services: Services) -> dict[str, int]:
    """Deletes all that is past its retention, batch by batch; the numbers that went, by what they were. Harmless when repeated."""
    now = services.clock()
    cause = Cause("/functions/purge-expired", correlation_id=str(uuid7()))
    steps: dict[str, Step] = {"trash": lambda work: trash.empty(work, now - TRASH, BATCH, cause, now)}
    steps |= {each.table: _deleting(each, now) for each in RETENTIONS}
    steps["updates"] = lambda work: _purge_updates(work, now)
    gone = {name: await _all(services, name, step) for name, step in steps.items()}
    gone = {name: number for name, number in gone.items() if number}
    if gone:
        async with services.database.unit_of_work() as work:
            work.emit(audit_event("expired_purged", "system", "deleted", gone, cause, now))
    return gone


async def _all(services: Services, name: str, step: Step) -> int:
    total = 0
    while True:
        async with services.database.unit_of_work() as work:
            number = await step(work)
        total += number
        if number:
            log.info("purged", extra={"what": name, "rows": number, "total": total})
        if number < BATCH:
            return total


def _deleting(retention: Retention, now: datetime) -> Step:
    async def step(work: UnitOfWork) -> int:
        return (await work.connection.execute(retention.statement, (now - retention.kept, BATCH))).rowcount

    return step


async def _purge_updates(work: UnitOfWork, now: datetime) -> int:
    row = await (await work.connection.execute(PURGE_UPDATES, (now - UPDATES, BATCH))).fetchone()
    return int(str(row[0])) if row else 0


async def run(services: Services) -> None:
    """Purges now and then every day until cancelled; an outage only delays it."""
    logs.function_name.set("purge-expired")
    while True:
        pause = _EVERY
        try:
            await purge(services)
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("purge postponed", extra={"error": str(error) or type(error).__name__})
            pause = _AFTER_AN_OUTAGE
        await asyncio.sleep(pause)


@functions_framework.aio.http
async def purge_expired(request: Request) -> Response:
    """One purge now, for an operator or a scheduler."""
    return JSONResponse(await purge(request.app.state.services))
