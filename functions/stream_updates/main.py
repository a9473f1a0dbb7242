"""The edge of stream-updates."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import functions_framework.aio
import psycopg
from psycopg_pool import PoolTimeout
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from functions.stream_updates.feed import Feed
from functions.stream_updates.registry import RENEW_EVERY, Registry
from functions.stream_updates.stream import Stream
from shared import logs
from shared.call import Call
from shared.consumer import Outcome
from shared.http import HttpFunction, Operation
from shared.models import Model
from shared.services import Services

log = logging.getLogger(__name__)

_LOOK_EVERY = 2.0
"""Seconds after which the table is looked at without a signal: a writer that crashed before it published gave none."""
_BREATH = 0.03
"""Seconds between two messages, so that rapid changes travel together."""

feed, registry = Feed(), Registry()


class UpdatesQuery(Model):
    last_event_id: Annotated[str, Field(max_length=64)] = Field("", description="As the header Last-Event-ID")


class Signal:
    """Consumes task-updates as a mere signal: the changes themselves are read from the event table."""

    def bind(self, services: Services) -> None:
        """Needs nothing."""

    async def receive(self, bodies: Sequence[Mapping[str, Any]], topic: str = "") -> list[Outcome]:
        feed.signal()
        return ["SUCCESS"] * len(bodies)


consumer = Signal()


async def stream(call: Call, services: Services) -> Response:
    if not registry:
        await feed.restart(services.database)
    last_event_id = call.headers.get("last-event-id") or call.query.last_event_id
    seconds = services.settings.stream_seconds
    return Stream(feed, registry, services.database, call.cause.actor.client_id, last_event_id, seconds)


async def run(services: Services) -> None:
    """Keeps the feed and the leases going until cancelled."""
    logs.function_name.set("stream-updates")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_follow(services))
        tasks.create_task(_hold_leases(services))


async def _follow(services: Services) -> None:
    while True:
        await feed.wanted(_LOOK_EVERY)
        try:
            if registry and await feed.advance(services.database):
                await asyncio.sleep(_BREATH)
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("updates are delayed: the database cannot be reached", extra={"error": type(error).__name__})
            await asyncio.sleep(0.5)


async def _hold_leases(services: Services) -> None:
    while True:
        try:
            await registry.renew(services.database)
        except (psycopg.Error, PoolTimeout) as error:
            log.warning("leases not renewed", extra={"error": type(error).__name__})
        await asyncio.sleep(RENEW_EVERY)


function = HttpFunction("stream-updates", [Operation("streamUpdates", stream, query=UpdatesQuery)])


@functions_framework.aio.http
async def stream_updates(request: Request) -> Response:
    return await function.answer(request)
