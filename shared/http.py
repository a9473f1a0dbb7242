"""The HTTP edge of functions: a request becomes a Call, a handler's Answer becomes a response, an error a problem document."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from prometheus_client import Counter, Histogram
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from shared import catalogue, logs, metrics
from shared.call import CORRELATION, Call, correlation_of, read_call
from shared.errors import MethodNotAllowed, NotFound
from shared.problems import problem
from shared.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """`content` is made JSON unless it is bytes already; None is an empty body."""

    content: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def body(self) -> bytes:
        if self.content is None:
            return b""
        return self.content if isinstance(self.content, bytes) else orjson.dumps(self.content)


Handle = Callable[[Call, Services], Awaitable["Answer | Response"]]


@dataclass(frozen=True)
class Operation:
    """One entry of the catalogue's routes: who handles it, and the shapes of what comes in and goes out.

    A `page` answers people, in HTML, also about what went wrong.
    """

    name: str
    handle: Handle
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    body_required: bool = True
    page: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers that a good answer may carry, and what they mean; for the OpenAPI document."""


class HttpFunction:
    """The operations of one function, found by the catalogue's routes."""

    def __init__(self, name: str, operations: Sequence[Operation]) -> None:
        self.name = name
        self.operations = {operation.name: operation for operation in operations}
        limit = catalogue.load().functions[name].concurrency
        self._places = asyncio.Semaphore(limit) if limit else nullcontext()
        self._in_progress = metrics.requests_in_progress.labels(name)
        routes = catalogue.load().functions[name].routes
        self._routes = [(route.method, pattern(route.path), self.operations[route.operation]) for route in routes]

    async def answer(self, request: Request) -> Response:
        """Answers a request; no exception leaves here."""
        started = time.perf_counter()
        correlation = correlation_of(request)
        logs.correlation_id.set(correlation)
        logs.function_name.set(self.name)
        operation = "none"
        with self._in_progress.track_inprogress():
            try:
                found, path = self._find(request)
                operation = found.name
                call = await read_call(request, found.name, path, found, correlation)
                async with self._places:
                    answer = await found.handle(call, request.app.state.services)
                response = answer if isinstance(answer, Response) else _response(answer)
            except Exception as error:  # noqa: BLE001 - the edge: whatever it is, a person gets a sentence and the log gets the rest
                response = problem(error, correlation)
        response.headers[CORRELATION] = correlation
        seconds = time.perf_counter() - started
        count, duration = _figures(self.name, operation, response.status_code)
        count.inc()
        duration.observe(seconds)
        level = logging.DEBUG if request.method == "GET" and response.status_code < 400 else logging.INFO
        if log.isEnabledFor(level):
            log.log(
                level,
                "request",
                extra={"operation": operation, "status": response.status_code, "ms": round(seconds * 1000, 2)},
            )
        return response

    def _find(self, request: Request) -> tuple[Operation, dict[str, str]]:
        path = request.scope["path"]
        asked = "GET" if request.method == "HEAD" else request.method
        here = [
            (method, match, each) for method, expression, each in self._routes if (match := expression.fullmatch(path))
        ]
        # An address that is spelled out is none of those with a part left open (/api/series/preview names no series).
        here = [route for route in here if not route[1].re.groups] or here
        for method, match, operation in here:
            if method == asked:
                return operation, match.groupdict()
        methods = [method for method, _, _ in here]
        raise MethodNotAllowed(request.method, methods) if here else NotFound("There is nothing at this address.")


@cache
def _figures(function: str, operation: str, status: int) -> tuple[Counter, Histogram]:
    """Found once: looking a figure up by its labels costs as much as counting."""
    return metrics.requests.labels(function, operation, status), metrics.request_seconds.labels(function, operation)


def pattern(path: str) -> re.Pattern[str]:
    """A catalogue path as an expression; `{name}` is one segment."""
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)
