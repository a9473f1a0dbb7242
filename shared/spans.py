"""The spans themselves, through OpenTelemetry's SDK. Imported only when a receiver is configured: that costs about 0.2 s."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from uuid import UUID

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_NAMESPACE, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import catalogue, logs
from shared.call import CORRELATION
from shared.events import Event
from shared.http import pattern
from shared.tracing import Handle, Outcome, Traced

CORRELATION_ATTRIBUTE = "nudge.correlation_id"
_TRACEPARENT = b"traceparent"
_SECONDS_TO_FINISH = 1.0
_W3C = TraceContextTextMapPropagator()

_beside: ContextVar[tuple[Link, ...]] = ContextVar("beside", default=())
"""The other events of the delivery that is being worked on, all in one transaction."""


class Spans:
    """Spans of this process. They are sent by a thread of its own from a queue that drops what is too much: no request waits for it."""

    def __init__(self) -> None:
        self._sending = BatchSpanProcessor(OTLPSpanExporter())
        self._of = cache(self._tracer)

    def served(self, function: str, application: ASGIApp) -> ASGIApp:
        return _Served(self._of(function), function, application)

    @contextmanager
    def called(self, function: str, headers: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        tracer = self._of(logs.function_name.get())
        attributes = {"rpc.system": "dapr", "rpc.service": function, **_correlated(headers.get(CORRELATION, ""))}
        with tracer.start_as_current_span(
            f"invoke {function}", kind=SpanKind.CLIENT, attributes=attributes, record_exception=False
        ) as span:
            yield {**headers, "traceparent": _traceparent(span)}

    @contextmanager
    def database(self, what: str) -> Iterator[None]:
        if not trace.get_current_span().is_recording():
            # Work that nobody asked for, such as a sweep that finds nothing, would bury the rest.
            yield
            return
        attributes = {"db.system.name": "postgresql", **_correlated(logs.correlation_id.get())}
        with self._of(logs.function_name.get()).start_as_current_span(
            what, kind=SpanKind.CLIENT, links=_beside.get(), attributes=attributes, record_exception=False
        ):
            yield

    @contextmanager
    def published(self, topic: str, events: Sequence[Traced]) -> Iterator[None]:
        with ExitStack() as stack:
            for event in events:
                stack.enter_context(
                    self._of("outbox").start_as_current_span(
                        f"publish {topic}",
                        context=_context(event.traceparent),
                        kind=SpanKind.PRODUCER,
                        attributes={**_messaging(topic), **_correlated(event.correlation_id)},
                        record_exception=False,
                    )
                )
            yield

    async def delivered(self, function: str, events: Sequence[Event], handle: Handle[Outcome]) -> dict[UUID, Outcome]:
        spans = {event.id: self._process(function, event) for event in events}
        traced = [replace(event, traceparent=_traceparent(spans[event.id])) for event in events]
        first, *others = spans.values()
        token = _beside.set(tuple(Link(each.get_span_context()) for each in others))
        # Lines and database spans of the delivery speak for its first event; the links lead to the others.
        correlated = logs.correlation_id.set(events[0].correlation_id)
        outcomes: dict[UUID, Outcome] = {}
        try:
            with trace.use_span(first, record_exception=False):
                outcomes = await handle(traced)
            return outcomes
        finally:
            logs.correlation_id.reset(correlated)
            _beside.reset(token)
            for id_, span in spans.items():
                outcome = outcomes.get(id_, "failed")
                span.set_attribute("nudge.outcome", outcome)
                if outcome != "SUCCESS":
                    span.set_status(StatusCode.ERROR, outcome)
                span.end()

    async def close(self) -> None:
        # A receiver that hangs would hold its sender for longer than anybody wants to wait.
        finishing = threading.Thread(target=self._sending.shutdown, daemon=True)
        finishing.start()
        await asyncio.to_thread(finishing.join, _SECONDS_TO_FINISH)

    def _tracer(self, function: str) -> trace.Tracer:
        """One service for each function, as they are deployed."""
        resource = Resource.create({SERVICE_NAME: function or "nudge", SERVICE_NAMESPACE: "nudge"})
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_span_processor(self._sending)
        return provider.get_tracer("nudge")

    def _process(self, function: str, event: Event) -> Span:
        return self._of(function).start_span(
            f"process {event.topic}",
            context=_context(event.traceparent),
            kind=SpanKind.CONSUMER,
            attributes={
                **_messaging(event.topic),
                **_correlated(event.correlation_id),
                "messaging.message.id": str(event.id),
                "cloudevents.event_type": event.type,
            },
        )


class _Served:
    """An application whose requests for /api each have a server span; what it calls and emits finds that span in `traceparent`."""

    def __init__(self, tracer: trace.Tracer, function: str, application: ASGIApp) -> None:
        self._tracer, self._function, self._application = tracer, function, application
        self._routes = [(route.method, pattern(route.path), route.path) for route, _ in catalogue.load().routes()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api"):
            await self._application(scope, receive, send)
            return
        name, attributes = self._named(scope)
        came = [value.decode("latin-1") for header, value in scope["headers"] if header == _TRACEPARENT]
        with self._tracer.start_as_current_span(
            name, _context(came[0] if came else ""), SpanKind.SERVER, attributes, record_exception=False
        ) as span:

            async def observed(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _answered(span, message)
                await send(message)

            await self._application({**scope, "headers": _renamed(scope, span)}, receive, observed)

    def _named(self, scope: Scope) -> tuple[str, dict[str, str]]:
        """By the route: the path itself may hold what is nobody's business, such as a one-time link."""
        method = scope["method"]
        route = next(
            (path for asked, each, path in self._routes if asked == method and each.fullmatch(scope["path"])), ""
        )
        attributes = {"http.request.method": method, "http.route": route, "nudge.function": self._function}
        return f"{method} {route}".strip(), attributes


def _renamed(scope: Scope, span: Span) -> list[tuple[bytes, bytes]]:
    others = [header for header in scope["headers"] if header[0] != _TRACEPARENT]
    return [*others, (_TRACEPARENT, _traceparent(span).encode())]


def _answered(span: Span, message: Message) -> None:
    span.set_attribute("http.response.status_code", message["status"])
    if message["status"] >= 500:
        span.set_status(StatusCode.ERROR)
    correlation = dict(message["headers"]).get(CORRELATION.encode(), b"")
    span.set_attributes(_correlated(correlation.decode("latin-1")))


def _correlated(correlation: str) -> dict[str, str]:
    return {CORRELATION_ATTRIBUTE: correlation} if correlation else {}


def _messaging(topic: str) -> dict[str, str]:
    return {"messaging.system": "dapr", "messaging.destination.name": topic}


def _context(traceparent: str) -> Context:
    """Where a traceparent leads; nowhere, and so to a new trace, when it is empty or not valid."""
    return _W3C.extract({"traceparent": traceparent} if traceparent else {}, Context())


def _traceparent(span: Span) -> str:
    carrier: dict[str, str] = {}
    _W3C.inject(carrier, trace.set_span_in_context(span, Context()))
    return carrier.get("traceparent", "")
