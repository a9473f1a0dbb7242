"""The edge of fire-reminders."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

import functions_framework.aio
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from functions.fire_reminders import claim, probe
from functions.fire_reminders.alarm import Alarm
from functions.fire_reminders.pauses import after_failure, until
from shared import logs, metrics
from shared.services import Services

log = logging.getLogger(__name__)

_BATCH = 500
_BREATH = 0.05
"""Seconds between two looks at least, however often the alarm rings."""
_CLOCK_LOOKS = 12
"""After so many looks at the clock (a minute) the database is asked even if the alarm was silent."""


async def fire_due(services: Services) -> int:
    """Fires all that is due by this process's clock, batch by batch, and returns how many reminders that were."""
    count = 0
    while True:
        now = services.clock()
        async with services.database.unit_of_work() as work:
            fired = await claim.fire(work, now, _BATCH)
            if len(fired) < _BATCH:
                await probe.request(work, now)
        _measure(fired, now)
        count += sum(1 for each in fired if not each.untold)
        if len(fired) < _BATCH:
            return count


async def run(services: Services) -> None:
    """Fires what is due until cancelled; an outage only delays it."""
    logs.function_name.set("fire-reminders")
    direct = services.secrets.get("database-direct-url") or services.secrets["database-url"]
    alarm = Alarm(direct, services.database)
    listening = asyncio.create_task(alarm.run())
    try:
        await _keep_firing(services, alarm)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _keep_firing(services: Services, alarm: Alarm) -> None:
    failures = 0
    while True:
        try:
            await fire_due(services)
            async with services.database.connection() as connection:
                due = await claim.next_due(connection)
            failures = 0
        except (psycopg.Error, PoolTimeout) as error:
            failures += 1
            log.warning("firing postponed", extra={"error": str(error) or type(error).__name__})
            await asyncio.sleep(after_failure(failures))
            continue
        await _sleep(due, services, alarm)


async def _sleep(due: datetime | None, services: Services, alarm: Alarm) -> None:
    """Until then by the clock on the wall, or until the alarm rings."""
    await asyncio.sleep(_BREATH)
    for _ in range(_CLOCK_LOOKS):
        pause = until(due, services.clock())
        if not pause or await alarm.wait(pause):
            return


def _measure(fired: list[claim.Fired], now: datetime) -> None:
    for each in fired:
        if each.first:
            metrics.reminders_fired.labels(str(each.reminder.late).lower()).inc()
            metrics.reminder_lateness_seconds.observe((now - each.reminder.trigger_time).total_seconds())
        elif each.reminder.retry_count and not each.untold:
            metrics.reminder_retries.inc()
    late = sum(1 for each in fired if each.first and each.reminder.late)
    if late:
        log.warning("reminders fired late", extra={"reminders": late})


@functions_framework.aio.http
async def fire_reminders(request: Request) -> Response:
    """Fires what is due now, for an operator or a scheduler."""
    return JSONResponse({"fired": await fire_due(request.app.state.services)})
