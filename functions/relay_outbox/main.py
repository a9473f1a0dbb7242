"""The edge of relay-outbox."""

from __future__ import annotations

import asyncio
import logging
from itertools import groupby

import functions_framework.aio
import orjson
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared import logs, metrics, outbox, tracing
from shared.services import Services
from shared.sidecar import SidecarUnavailable

log = logging.getLogger(__name__)

_EVERY = 1.0
"""Seconds between sweeps."""
_LEFT_BEHIND = 8.0
"""Seconds after which an event's own process is taken to have failed to publish it: somewhat more than it tries (shared.publisher)."""
_BATCH = 500


async def sweep(services: Services) -> int:
    """Publishes one batch of what was left behind, oldest first, and returns how many events that were.

    The rows stay locked meanwhile, so that several replicas share the work; a crash in between only means publishing again. A topic that
    cannot be published to holds up no other: what went out is done, and then SidecarUnavailable is raised.
    """
    failure: SidecarUnavailable | None = None
    async with services.database.unit_of_work() as work:
        rows = await outbox.left_behind(work.connection, _LEFT_BEHIND, _BATCH)
        rows.sort(key=lambda row: row[1])
        done = []
        for topic, group in groupby(rows, key=lambda row: row[1]):
            events = list(group)
            with tracing.published(topic, [tracing.stored(body) for *_, body in events]):
                try:
                    done += await services.sidecar.publish(
                        topic, [(id_, key, orjson.dumps(body)) for id_, _, key, body in events]
                    )
                except SidecarUnavailable as error:
                    failure = error
        if done:
            await outbox.remove(work.connection, done)
            metrics.outbox_relayed.inc(len(done))
            log.warning("published events that were left behind", extra={"events": len(done)})
    if failure:
        raise failure
    return len(done)


async def run(services: Services) -> None:
    """Sweeps until cancelled; an outage only delays it."""
    logs.function_name.set("relay-outbox")
    while True:
        try:
            while await sweep(services) == _BATCH:
                pass
        except (psycopg.Error, PoolTimeout, SidecarUnavailable) as error:
            log.warning("sweep postponed", extra={"error": str(error) or type(error).__name__})
        await asyncio.sleep(_EVERY)


@functions_framework.aio.http
async def relay_outbox(request: Request) -> Response:
    """One sweep now, for an operator or a scheduler."""
    return JSONResponse({"published": await sweep(request.app.state.services)})
