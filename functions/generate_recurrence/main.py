"""The edge of generate-recurrence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import functions_framework.aio
from cloudevents.http import CloudEvent

from functions.generate_recurrence.earlier import series_of
from functions.generate_recurrence.generation import go_on, take_back
from functions.generate_recurrence.reaction import reaction
from shared import series as stored
from shared.consumer import Consumer
from shared.database import UnitOfWork
from shared.delivery import single
from shared.events import Actor, Cause, Event


async def repeat(events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
    """Does what the events mean for their series, all of which are locked first."""
    named = {event.id: await _series_id(event, work, now) for event in events if reaction(event)}
    known = await stored.find_all(work.connection, {id_ for id_ in named.values() if id_}, lock=True)
    for event in events:
        series = known.get(id_) if (id_ := named.get(event.id)) else None
        planned = await stored.planned_for(work.connection, series.id, _task_id(event)) if series else None
        if series is None or planned is None:
            continue
        if reaction(event) == "take back":
            await take_back(work, series, event, _cause(event), now)
        else:
            await go_on(work, series, planned, event, _cause(event), now)


async def _series_id(event: Event, work: UnitOfWork, now: datetime) -> UUID | None:
    given = event.data["task"]["series_id"]
    return UUID(given) if given else await series_of(work, event, now)


def _task_id(event: Event) -> UUID:
    return UUID(event.data["task"]["id"])


def _cause(event: Event) -> Cause:
    actor = event.data["actor"]
    who = Actor(actor["client_id"], actor["name"])
    return Cause("/functions/generate-recurrence", who, event.correlation_id, event.traceparent)


consumer = Consumer("generate-recurrence", repeat)


@functions_framework.aio.cloud_event
async def generate_recurrence(event: CloudEvent) -> None:
    await single(consumer, event)
