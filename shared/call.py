"""A request, read and validated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, unquote
from uuid import UUID

import orjson
from pydantic import BaseModel
from starlette.requests import Request

from shared.errors import BadRequest, FieldError, Invalid, NotFound, TooLarge, UnsupportedMediaType
from shared.events import Actor, Cause
from shared.identifiers import uuid7

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


class Shapes(Protocol):
    """What an operation expects of its requests."""

    @property
    def body(self) -> type[BaseModel] | None: ...
    @property
    def query(self) -> type[BaseModel] | None: ...
    @property
    def body_required(self) -> bool: ...


def task_id(call: Call) -> UUID:
    """The id in the path; one that is no UUID names no task."""
    try:
        return UUID(unquote(call.path["id"]))
    except ValueError:
        raise NotFound("There is no task with this id.", code="task_not_found") from None


def base_version(call: Call) -> int | None:
    """The version the request was made on: in the body, or as If-Match."""
    return (call.body.version if call.body else None) or call.if_match


def correlation_of(request: Request) -> str:
    given = request.headers.get(CORRELATION, "")
    return given if _TOKEN.fullmatch(given) else str(uuid7())


def caused(cause: Cause) -> dict[str, str]:
    """The headers by which a called function learns of the person and the request behind the call."""
    known = {
        CORRELATION: cause.correlation_id,
        CLIENT: cause.actor.client_id,
        CLIENT_NAME: quote(cause.actor.name),
        "traceparent": cause.traceparent,
    }
    return {name: value for name, value in known.items() if value}


async def read_call(request: Request, name: str, path: Mapping[str, str], shapes: Shapes, correlation: str) -> Call:
    """Reads and validates a request; raises a NudgeError or pydantic's ValidationError that says what is wrong with it."""
    headers = request.headers
    raw = await _body(request)
    body = _read_body(raw, headers.get("content-type", ""), shapes)
    query = shapes.query.model_validate(_query(request)) if shapes.query else None
    key = headers.get(IDEMPOTENCY)
    if key is not None and not _TOKEN.fullmatch(key):
        raise Invalid(
            "Idempotency-Key must be 1 to 200 visible ASCII characters.",
            errors=(FieldError("Idempotency-Key", "is not valid"),),
        )
    cause = Cause(f"/functions/{request.app.state.function}", _actor(headers), correlation, _trace(headers))
    return Call(
        operation=name,
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


def _read_body(raw: bytes, content_type: str, shapes: Shapes) -> BaseModel | None:
    if shapes.body is None or (not raw and not shapes.body_required):
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
    return shapes.body.model_validate(value, strict=False)


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
