"""The HTTP edge of functions: a request becomes a Call, a handler's Answer becomes a response, an error a problem document."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import orjson
import psycopg
from psycopg_pool import PoolTimeout
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from shared import catalogue, logs, metrics
from shared.errors import (
    BadRequest,
    FieldError,
    Invalid,
    MethodNotAllowed,
    NotFound,
    NudgeError,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
)
from shared.events import Actor, Cause
from shared.identifiers import uuid7
from shared.services import Services

log = logging.getLogger(__name__)

MAX_BODY = 256 * 1024
MAX_DEPTH = 20
CORRELATION = "x-correlation-id"
CLIENT = "x-nudge-client"
CLIENT_NAME = "x-nudge-name"
ADDRESS = "x-nudge-address"
IDEMPOTENCY = "idempotency-key"

_TOKEN = re.compile(r"[\x21-\x7e]{1,200}")
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Call:
    """One request, read and validated."""

    operation: str
    path: Mapping[str, str]
    query: Any
    body: Any
    cause: Cause
    idempotency_key: str | None
    fingerprint: bytes
    """SHA-256 of method, path, query and body: the same key must come with the same request."""
    if_match: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)


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
    """One entry of the catalogue's routes: who handles it, and the shapes of what comes in and goes out."""

    name: str
    handle: Handle
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    body_required: bool = True


class HttpFunction:
    """The operations of one function, found by the catalogue's routes."""

    def __init__(self, name: str, operations: Sequence[Operation]) -> None:
        self.name = name
        self.operations = {operation.name: operation for operation in operations}
        limit = catalogue.load().functions[name].concurrency
        self._places = asyncio.Semaphore(limit) if limit else nullcontext()
        routes = catalogue.load().functions[name].routes
        self._routes = [(route.method, pattern(route.path), self.operations[route.operation]) for route in routes]

    async def answer(self, request: Request) -> Response:
        """Answers a request; no exception leaves here."""
        started = time.perf_counter()
        correlation = correlation_of(request)
        logs.correlation_id.set(correlation)
        logs.function_name.set(self.name)
        operation = "none"
        with metrics.requests_in_progress.labels(self.name).track_inprogress():
            try:
                found, path = self._find(request)
                operation = found.name
                call = await _call(request, found, path, correlation)
                async with self._places:
                    answer = await found.handle(call, request.app.state.services)
                response = answer if isinstance(answer, Response) else _response(answer)
            except Exception as error:  # noqa: BLE001 - the edge: whatever it is, a person gets a sentence and the log gets the rest
                response = problem(error, correlation)
        response.headers[CORRELATION] = correlation
        seconds = time.perf_counter() - started
        metrics.requests.labels(self.name, operation, response.status_code).inc()
        metrics.request_seconds.labels(self.name, operation).observe(seconds)
        level = logging.DEBUG if request.method == "GET" and response.status_code < 400 else logging.INFO
        if log.isEnabledFor(level):
            log.log(
                level,
                "request",
                extra={"operation": operation, "status": response.status_code, "ms": round(seconds * 1000, 2)},
            )
        return response

    def _find(self, request: Request) -> tuple[Operation, dict[str, str]]:
        path, here = request.scope["path"], False
        for method, expression, operation in self._routes:
            match = expression.fullmatch(path)
            if match and method == ("GET" if request.method == "HEAD" else request.method):
                return operation, match.groupdict()
            here = here or bool(match)
        raise (
            MethodNotAllowed(f"{request.method} is not possible here.")
            if here
            else NotFound("There is nothing at this address.")
        )


def pattern(path: str) -> re.Pattern[str]:
    """A catalogue path as an expression; `{name}` is one segment."""
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


def task_id(call: Call) -> UUID:
    """The id in the path; one that is no UUID names no task."""
    try:
        return UUID(unquote(call.path["id"]))
    except ValueError:
        raise NotFound("There is no task with this id.", code="task_not_found") from None


def base_version(call: Call) -> int | None:
    """The version the request was made on: in the body, or as If-Match."""
    return (call.body.version if call.body else None) or call.if_match


def problem(error: Exception, correlation: str) -> Response:
    """RFC 9457 problem details; what is not expected is logged in full and told in general words."""
    known = _known(error)
    if known.status >= 500:
        log.error(
            "request failed", exc_info=error if known.code == "internal_error" else None, extra={"code": known.code}
        )
    content = {
        "type": f"urn:nudge:problem:{known.code}",
        "title": known.title,
        "status": known.status,
        "code": known.code,
        "detail": known.detail,
        "correlation_id": correlation,
    }
    if known.errors:
        content["errors"] = [{"field": item.field, "message": item.message} for item in known.errors]
    headers = {"retry-after": str(known.retry_after)} if known.retry_after else None
    return Response(orjson.dumps(content), known.status, headers, "application/problem+json")


def _known(error: Exception) -> NudgeError:
    if isinstance(error, NudgeError):
        return error
    if isinstance(error, ValidationError):
        return invalid(error)
    if isinstance(error, ClientDisconnect):
        return BadRequest("The request ended before it was complete.", code="incomplete")
    if isinstance(error, psycopg.OperationalError | PoolTimeout):
        return Unavailable(
            "Your tasks cannot be reached just now. Nothing was changed; please try again in a moment.",
            code="database_unavailable",
        )
    return NudgeError(
        "Something went wrong on our side. Please try again; if it happens again, tell us the correlation id."
    )


_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_too_short": "must have at least {min_length} character(s)",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "list_type": "must be a list",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
    "bool_type": "must be true or false",
    "string_pattern_mismatch": "is not written as it should be",
    "value_error": "{error}",
}


def invalid(error: ValidationError) -> Invalid:
    """pydantic's findings as sentences that name the field."""
    errors = tuple(
        FieldError(
            ".".join(str(part) for part in item["loc"]) or "body",
            _sentence(item["type"], item["msg"], item.get("ctx", {})),
        )
        for item in error.errors(include_url=False, include_input=False)
    )
    first = errors[0]
    return Invalid(f"{first.field} {first.message}.", errors=errors)


def _sentence(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Ours where there is one; pydantic's own is taken as it stands, as it may quote what somebody typed."""
    return _SENTENCES[kind].format(**context) if kind in _SENTENCES else message


def correlation_of(request: Request) -> str:
    given = request.headers.get(CORRELATION, "")
    return given if _TOKEN.fullmatch(given) else str(uuid7())


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)


async def _call(request: Request, operation: Operation, path: dict[str, str], correlation: str) -> Call:
    headers = request.headers
    raw = await _body(request)
    body = _read_body(raw, headers.get("content-type", ""), operation)
    query = operation.query.model_validate(_query(request)) if operation.query else None
    key = headers.get(IDEMPOTENCY)
    if key is not None and not _TOKEN.fullmatch(key):
        raise Invalid(
            "Idempotency-Key must be 1 to 200 visible ASCII characters.",
            errors=(FieldError("Idempotency-Key", "is not valid"),),
        )
    cause = Cause(f"/functions/{request.app.state.function}", _actor(headers), correlation, _trace(headers))
    return Call(
        operation=operation.name,
        path=path,
        query=query,
        body=body,
        cause=cause,
        idempotency_key=key,
        fingerprint=_fingerprint(request, raw) if key else b"",
        if_match=_if_match(headers.get("if-match")),
        headers=headers,
        cookies=request.cookies,
    )


def _actor(headers: Mapping[str, str]) -> Actor:
    """Who asks. The name comes from a cookie, in which anything may stand: it is cut to what signing in would have let through."""
    name = _CONTROL.sub("", unquote(headers.get(CLIENT_NAME, "")))
    return Actor(headers.get(CLIENT, ""), name[:_LONGEST_NAME])


def _trace(headers: Mapping[str, str]) -> str:
    """The trace context that came along; one that is not valid counts as none (W3C Trace Context §3.2)."""
    given = headers.get("traceparent", "")
    return given if _TRACEPARENT.fullmatch(given) else ""


def _query(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise Invalid(f"{name} is given twice.", errors=(FieldError(name, "is given twice"),))
        if "\0" in value:
            raise Invalid(
                f"{name} must not contain control characters.",
                errors=(FieldError(name, "must not contain control characters"),),
            )
        given[name] = value
    return given


async def _body(request: Request) -> bytes:
    """The whole body; raises TooLarge as soon as it is clear, not after reading it all."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise TooLarge(f"The request is larger than {MAX_BODY // 1024} KiB.")
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _read_body(raw: bytes, content_type: str, operation: Operation) -> BaseModel | None:
    if operation.body is None or (not raw and not operation.body_required):
        return None
    # Anything but JSON is refused: a form of another page can send the other types without asking the browser's leave.
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType("Please send JSON, with the header Content-Type: application/json.")
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}.", code="invalid_json") from None
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise Invalid(f"The body is nested more than {MAX_DEPTH} levels deep.", code="too_deep")
    return operation.body.model_validate(value, strict=False)


def _depth(value: object) -> int:
    """Levels of nesting; orjson itself stops at 254, so recursion is safe."""
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _fingerprint(request: Request, raw: bytes) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.scope['path']}?".encode())
    digest.update(request.scope["query_string"] + b"\n" + raw)
    return digest.digest()


def _if_match(value: str | None) -> int | None:
    """The version in If-Match (RFC 9110 §13.1.1); `*` asks nothing."""
    if value is None or value.strip() == "*":
        return None
    number = value.strip().removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 9 or int(number) < 1:
        raise Invalid(
            'If-Match must hold the task\'s version, such as "3".', errors=(FieldError("If-Match", "is not a version"),)
        )
    return int(number)
