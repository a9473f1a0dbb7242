"""Traces, off unless a receiver is configured (OTEL_EXPORTER_OTLP_ENDPOINT). Off, nothing of OpenTelemetry is imported and a span costs one look.

Every span carries the correlation id; the trace goes on through calls and events by their `traceparent` (W3C Trace Context).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from starlette.types import ASGIApp

from shared.config import Settings
from shared.events import Event

Outcome = TypeVar("Outcome", bound=str)
Handle = Callable[[Sequence[Event]], Awaitable[dict[UUID, Outcome]]]


class Traced(Protocol):
    """What tells where an event comes from; either may be empty."""

    @property
    def traceparent(self) -> str: ...
    @property
    def correlation_id(self) -> str: ...


@dataclass(frozen=True)
class Stored:
    """An event read from the event table, as far as its trace goes."""

    traceparent: str
    correlation_id: str


def stored(body: Mapping[str, Any]) -> Stored:
    return Stored(str(body.get("traceorigin", "")), str(body.get("correlationid", "")))


class Tracer(Protocol):
    """What makes the spans."""

    def served(self, function: str, application: ASGIApp) -> ASGIApp: ...
    def called(self, function: str, headers: Mapping[str, str]) -> AbstractContextManager[Mapping[str, str]]: ...
    def database(self, what: str) -> AbstractContextManager[None]: ...
    def published(self, topic: str, events: Sequence[Traced]) -> AbstractContextManager[None]: ...
    async def delivered(
        self, function: str, events: Sequence[Event], handle: Handle[Outcome]
    ) -> dict[UUID, Outcome]: ...
    async def close(self) -> None: ...


_tracer: Tracer | None = None
_NOTHING: AbstractContextManager[None] = nullcontext()


def start(settings: Settings) -> None:
    """Begins to trace this process when a receiver is configured; after forking, as sending has a thread of its own."""
    global _tracer
    if settings.traces_receiver and _tracer is None:
        from shared.spans import Spans

        _tracer = Spans()


async def stop() -> None:
    """Sends what is left, if that is possible within a second."""
    global _tracer
    stopping, _tracer = _tracer, None
    if stopping:
        await stopping.close()


def served(function: str) -> Callable[[ASGIApp], ASGIApp] | None:
    """What puts a server span around each request for /api, and names it in the request's traceparent; None when off."""
    tracer = _tracer
    return (lambda application: tracer.served(function, application)) if tracer else None


def called(function: str, headers: Mapping[str, str]) -> AbstractContextManager[Mapping[str, str]]:
    """The span of an invocation; gives the headers to send."""
    return _tracer.called(function, headers) if _tracer else nullcontext(headers)


def database(what: str) -> AbstractContextManager[None]:
    """The span of work in the database, within that of a request or delivery."""
    return _tracer.database(what) if _tracer else _NOTHING


def published(topic: str, events: Sequence[Traced]) -> AbstractContextManager[None]:
    """A span for each event that is handed to the broker, in the trace it came from."""
    return _tracer.published(topic, events) if _tracer else _NOTHING


async def delivered(function: str, events: Sequence[Event], handle: Handle[Any]) -> dict[UUID, Any]:
    """Lets `handle` work on a delivery, each event in a span that goes on with its trace; what they cause names that span."""
    return await (_tracer.delivered(function, events, handle) if _tracer and events else handle(events))
