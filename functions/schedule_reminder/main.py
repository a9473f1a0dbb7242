"""The edge of schedule-reminder."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

import functions_framework.aio
import psycopg
from cloudevents.http import CloudEvent
from psycopg_pool import PoolTimeout

from functions.schedule_reminder import beginning, everything
from functions.schedule_reminder.relevance import concerns_all, concerns_task
from functions.schedule_reminder.schedule import SOURCE, schedule
from shared import logs, preferences
from shared.consumer import Consumer
from shared.database import UnitOfWork
from shared.delivery import single
from shared.events import TASK_EVENTS, Cause, Event
from shared.services import Services

log = logging.getLogger(__name__)

_AGAIN = 1.0


async def keep_true(events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
    """Applies changes of tasks to their reminders, and changes of the settings to all reminders."""
    if events[0].topic == TASK_EVENTS:
        await _tasks_changed([event for event in events if concerns_task(event)], work, now)
    else:
        await _settings_changed([event for event in events if concerns_all(event)], work, now)


async def _tasks_changed(events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
    if not events:
        return
    since = await beginning.begun(work.connection, now)
    await beginning.plan_beside_others(work.connection)
    settings, _ = await preferences.read(work.connection)
    await schedule(work, events, settings, since, now)


async def _settings_changed(events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
    """However often they changed, what holds now is planned once."""
    if not events:
        return
    await beginning.plan_alone(work.connection)
    settings, _ = await preferences.read(work.connection)
    cause = Cause(SOURCE, correlation_id=events[-1].correlation_id, traceparent=events[-1].traceparent)
    await everything.replan(work.connection, settings, events[-1].time, cause, now)


async def run(services: Services) -> None:
    """Sees to it that reminders have begun, even if no task ever changes; an outage only delays it."""
    logs.function_name.set("schedule-reminder")
    while True:
        try:
            async with services.database.unit_of_work() as work:
                await beginning.begun(work.connection, services.clock())
            return
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("planning postponed", extra={"error": str(error) or type(error).__name__})
        await asyncio.sleep(_AGAIN)


consumer = Consumer("schedule-reminder", keep_true)


@functions_framework.aio.cloud_event
async def schedule_reminder(event: CloudEvent) -> None:
    await single(consumer, event)
