"""Passing a request on to the function that answers it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from typing import Any
from urllib.parse import quote

import aiohttp
from dapr.clients.http.conf import DAPR_API_TOKEN_HEADER
from dapr.clients.http.helpers import get_api_url
from dapr.conf import settings as dapr
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.gateway.waking import Waking
from shared import metrics
from shared.breaker import Breaker
from shared.call import CORRELATION
from shared.catalogue import Catalogue
from shared.errors import NudgeError, Unavailable
from shared.identifiers import uuid7
from shared.invocation import broke_off
from shared.problems import problem

Header = tuple[bytes, bytes]

_OF_A_CONNECTION = {
    b"connection",
    b"keep-alive",
    b"transfer-encoding",
    b"upgrade",
    b"te",
    b"trailer",
    b"host",
    b"content-length",
}
"""RFC 9110 §7.6.1: not to be passed on. The length is told anew."""
_OF_A_SERVER = {b"date", b"server"}
"""Told by the one that people speak to."""
_NOT_PASSED_BACK = _OF_A_CONNECTION | _OF_A_SERVER
_OF_THE_SIDECAR = "application/json"
"""A failure of this kind is the sidecar's own word, not for people; functions send problem documents."""
_STREAM = "text/event-stream"
_NOT_REACHED = "That part of Nudge cannot be reached just now. Please try again in a moment."
_KEY = b"idempotency-key"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_SECONDS_TO_CONNECT = 10
_SECONDS_BETWEEN_BYTES = 60
_FAILURES = 5
_REST = 2.0
"""Seconds for which a function is left alone that was not reached so often in a row: nobody waits for it in vain, and one request tries it again."""


class _NotReached(Exception):
    """The sidecar's own word for a failure."""


class Forwarded(Response):
    """A response that a function's application makes; header lines for the way there and back are added, and what came is counted."""

    def __init__(self, function: str, application: ASGIApp, there: Sequence[Header], back: Sequence[Header]) -> None:
        super().__init__()
        self._function = function
        self._application, self._there, self._back = application, there, back

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        came = time.perf_counter()

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._count(message["status"], time.perf_counter() - came)
                message = {**message, "headers": [*message["headers"], *self._back]}
            await send(message)

        try:
            await self._application({**scope, "headers": list(self._there), "state": {}}, receive, with_headers)
        except NudgeError as error:
            if started:
                raise
            headers = dict(self._there)
            await problem(error, headers[CORRELATION.encode()].decode())(scope, receive, with_headers)
        finally:
            if not started:
                self._count(500, time.perf_counter() - came)

    def _count(self, status: int, seconds: float) -> None:
        metrics.answers.labels(self._function, status).inc()
        metrics.answer_seconds.labels(self._function).observe(seconds)


class ByInvocation:
    """Forwards through the sidecar's service invocation, with streaming; how a gateway in a cluster reaches functions, asleep or not."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.awake = tuple(name for name, function in catalogue.functions.items() if function.scale.get("min", 0) > 0)
        self._session: aiohttp.ClientSession | None = None
        self._waking = Waking(catalogue, self._say_nothing)
        self._breakers: defaultdict[str, Breaker] = defaultdict(lambda: Breaker(_FAILURES, _REST, time.monotonic))

    def __call__(self, function: str) -> ASGIApp:
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            self._waking.before(function)
            await self._pass_on(function, scope, receive, send)

        return application

    async def close(self) -> None:
        await self._waking.close()
        if self._session is not None:
            await self._session.close()

    async def _say_nothing(self, function: str) -> None:
        """A request that a function answers without doing anything."""
        token = {DAPR_API_TOKEN_HEADER: dapr.DAPR_API_TOKEN} if dapr.DAPR_API_TOKEN else None
        async with self._open().get(f"{get_api_url()}/invoke/{function}/method/live", headers=token) as answer:
            await answer.read()

    async def _pass_on(self, function: str, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        breaker = self._breakers[function]
        if not breaker.admits():
            raise Unavailable(_NOT_REACHED)
        try:
            async with self._open().request(
                scope["method"],
                _target(function, scope),
                data=body,
                headers=_headers(scope),
                allow_redirects=False,
            ) as answer:
                if answer.status >= 500 and answer.content_type == _OF_THE_SIDECAR:
                    raise _NotReached
                # Whatever a function answers, it is there; a person's mistakes say nothing about it.
                breaker.succeeded()
                lower = ((name.lower(), value) for name, value in answer.raw_headers)
                headers = [(name, value) for name, value in lower if name not in _NOT_PASSED_BACK]
                if answer.content_type == _STREAM:
                    await _while_asked(_bit_by_bit(answer, headers, send), receive)
                else:
                    await _at_once(answer, headers, send)
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, _NotReached) as error:
            breaker.failed()
            raise Unavailable(_NOT_REACHED) from error
        except BaseException:
            breaker.left()
            raise

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(
                total=None, sock_connect=_SECONDS_TO_CONNECT, sock_read=_SECONDS_BETWEEN_BYTES
            )
            self._session = aiohttp.ClientSession(timeout=timeout, auto_decompress=False)
        return self._session


async def _at_once(answer: aiohttp.ClientResponse, headers: list[Header], send: Send) -> None:
    """What is no stream is passed on when all of it is here: then an answer that breaks off is a failure with a sentence."""
    body = await answer.read()
    if broke_off(answer.status, answer.content_type, body):
        raise _NotReached
    length = len(body) if answer.content_length is None else answer.content_length
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [*headers, (b"content-length", b"%d" % length)],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _bit_by_bit(answer: aiohttp.ClientResponse, headers: list[Header], send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    async for chunk in answer.content.iter_any():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _target(function: str, scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    path = quote(scope["path"].lstrip("/"), safe="/")
    return f"{get_api_url()}/invoke/{function}/method/{path}{'?' + query if query else ''}"


def _headers(scope: Scope) -> list[tuple[str, str]]:
    passed = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in scope["headers"]
        if name not in _OF_A_CONNECTION
    ]
    if scope["method"] not in _READS and not any(name == _KEY for name, _ in scope["headers"]):
        # The sidecar may send a request again whose answer did not come; that must not do it twice.
        passed.append((_KEY.decode(), str(uuid7())))
    return [*passed, (DAPR_API_TOKEN_HEADER, dapr.DAPR_API_TOKEN)] if dapr.DAPR_API_TOKEN else passed


async def _while_asked(answering: Coroutine[Any, Any, None], receive: Receive) -> None:
    """Answers until whoever asked is gone: an endless stream must end with its reader."""
    tasks = asyncio.ensure_future(answering), asyncio.ensure_future(_departure(receive))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _departure(receive: Receive) -> None:
    """After the whole body there is only the end of the connection to be heard of."""
    message = await receive()
    if message["type"] != "http.disconnect":
        await asyncio.Event().wait()


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    more = True
    while more:
        message: dict[str, Any] = dict(await receive())
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)
