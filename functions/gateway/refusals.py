"""Refused requests: a log line for each, and an audit event for those that look like an attack."""

from __future__ import annotations

import asyncio
import logging
import time

import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request

from shared.audit_events import audit_event
from shared.errors import Forbidden, NudgeError, SignInRequired, TooManyRequests
from shared.events import Cause, Event
from shared.rate_limit import RateLimit
from shared.services import Services

log = logging.getLogger(__name__)


class Refusals:
    """Notes refusals without making anybody wait. A flood of one kind from one address is summed up: five events, then one every ten seconds."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._limit = RateLimit(0.1, 5, time.monotonic)
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, error: NudgeError, request: Request, correlation: str) -> None:
        address = request.client.host if request.client else ""
        path = request.scope["path"][:200]
        log.info("refused", extra={"code": error.code, "path": path, "address": address, "correlation_id": correlation})
        if not _suspicious(error, request) or not self._limit.allows(f"{error.code} {address}"):
            return
        detail = {
            "code": error.code,
            "method": request.method,
            "path": path,
            "address": address,
            "host": request.headers.get("host", "")[:200],
            "origin": request.headers.get("origin", "")[:200],
        }
        cause = Cause("/functions/gateway", correlation_id=correlation)
        event = audit_event("request_refused", "gateway", "refused", detail, cause, self._services.clock())
        task = asyncio.ensure_future(self._write(event))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, event: Event) -> None:
        try:
            async with self._services.database.unit_of_work() as work:
                work.emit(event)
        except (psycopg.Error, PoolTimeout):
            log.warning("a refusal is missing from the audit trail: the database cannot be reached")


def _suspicious(error: NudgeError, request: Request) -> bool:
    """A page that merely asks whether it must sign in is no attack; a wrong token, host or origin may be."""
    if isinstance(error, SignInRequired):
        return "authorization" in request.headers
    return isinstance(error, Forbidden | TooManyRequests)
