"""The Dapr sidecar, through the Dapr SDK: the only way out to broker, state, secrets and other functions."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import aiohttp
import orjson
from dapr.aio.clients import DaprClient
from dapr.clients import ERROR_CODE_UNKNOWN, BulkPublishEntry
from dapr.clients.exceptions import DaprHttpError, DaprInternalError
from dapr.clients.grpc._request import TransactionalStateOperation, TransactionOperationType
from dapr.clients.grpc._state import Concurrency, StateOptions
from dapr.clients.http.conf import DAPR_API_TOKEN_HEADER
from dapr.clients.http.helpers import get_api_url
from dapr.conf import settings as dapr
from grpc import RpcError, StatusCode

from shared import tracing
from shared.breaker import Breaker
from shared.errors import StateUnavailable, Unavailable
from shared.invocation import Direct, Invocation, broke_off
from shared.invocation import Reply as Reply

log = logging.getLogger(__name__)

_CLOUD_EVENT = "application/cloudevents+json"
_SECONDS = 10
SECONDS_TO_INVOKE = 30
"""Long enough for a function that has to be woken."""
_SECONDS_FOR_STATE = 4
_SECONDS_FOR_CACHE = 1
_SECONDS_FOR_HEALTH = 2
_LOOK_EVERY = 0.05
_FAILURES = 3
_REST = 2.0
"""Seconds for which a building block that failed is left alone."""
_NOT_REACHED = "That part of Nudge cannot be reached just now. Please try again in a moment."
_NO_CONVERSATION = "Your conversation cannot be reached just now. Please try again in a moment."
_FIRST_WRITE = StateOptions(concurrency=Concurrency.first_write)


class SidecarUnavailable(Exception):
    """The sidecar did not do it now; the same call may succeed later."""


class StaleState(Exception):
    """The state was changed by somebody else since it was read."""


class _Resting(TimeoutError):
    """Nobody waits for the sidecar just now: the wait is over before it begins."""


class _Away(Exception):
    """The sidecar still does not answer: nothing was sent."""


class _BrokenOff(Exception):
    """The function died while it answered."""


class _Silent(Exception):
    """The sidecar took a call and then stopped answering at all."""


class Sidecar:
    """One Dapr client for the process. Its constructor waits until the sidecar is up (DAPR_HEALTH_TIMEOUT seconds at most)."""

    def __init__(
        self, pubsub: str, state: str, secrets: str, cache: str = "task-cache", direct: Direct | None = None
    ) -> None:
        self._client = DaprClient()
        self._formers: list[tuple[float, DaprClient]] = []
        self._renewing = asyncio.Lock()
        self._pubsub, self._state, self._secrets, self._cache = pubsub, state, secrets, cache
        self._direct = direct
        # One for each building block: a state store that is down says nothing about the broker.
        self._breakers: defaultdict[str, Breaker] = defaultdict(lambda: Breaker(_FAILURES, _REST, time.monotonic))

    async def close(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]
        await self._close_formers(0)

    async def healthy(self) -> bool:
        """Whether it answers at all."""
        try:
            async with self._block("health", _SECONDS_FOR_HEALTH):
                await self._client.get_metadata()
        except (RpcError, DaprInternalError, TimeoutError):
            return False
        return True

    @asynccontextmanager
    async def _block(self, name: str, seconds: float) -> AsyncIterator[None]:
        """A bounded use of one of the sidecar's building blocks; raises TimeoutError at once while it is left alone after failures."""
        breaker = self._breakers[name]
        if not breaker.admits():
            raise _Resting
        try:
            if breaker.is_open and not await self._is_back():
                raise _Resting
            async with asyncio.timeout(seconds):
                yield
        except (RpcError, DaprInternalError, TimeoutError) as error:
            if isinstance(error, TimeoutError):
                breaker.failed(_REST)  # whoever waited in vain waited for all
            elif _is_away(error):
                breaker.failed()
            else:
                breaker.succeeded()
            raise
        except BaseException:
            breaker.left()
            raise
        breaker.succeeded()

    async def _is_back(self) -> bool:
        """Whether it answers after failures, found out without a long wait.

        A sidecar that is back gets a new client: the old one's channel would try again only after minutes (gRPC's connection back-off).
        """
        async with self._renewing:
            with suppress(RpcError, DaprInternalError, TimeoutError):
                async with asyncio.timeout(1):
                    await self._client.get_metadata()
                    return True
            if not await _answers():
                return False
            # It answered just now: should it be gone again, the constructor must not wait for it, as all would wait with it.
            dapr.DAPR_HEALTH_TIMEOUT = 0  # type: ignore[attr-defined]
            try:
                former, self._client = self._client, DaprClient()
            except TimeoutError:
                return False
            await self._close_formers()
            self._formers.append((time.monotonic(), former))
            return True

    async def _close_formers(self, age: float = SECONDS_TO_INVOKE * 2) -> None:
        """Closes the clients of before, once no call can be under way on them: closing cancels what is."""
        old = [each for each in self._formers if time.monotonic() - each[0] >= age]
        self._formers = [each for each in self._formers if each not in old]
        for _, client in old:
            await client.close()  # type: ignore[no-untyped-call]

    async def publish(self, topic: str, events: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        """Publishes (id, partition key, structured CloudEvent) in one call; the ids acknowledged. Raises SidecarUnavailable."""
        entries = [
            BulkPublishEntry(
                event=body, entry_id=str(number), content_type=_CLOUD_EVENT, metadata={"partitionKey": key}
            )
            for number, (_, key, body) in enumerate(events)
        ]
        try:
            async with self._block("publish", _SECONDS):
                answer = await self._client.publish_events(self._pubsub, topic, entries)
        except (RpcError, DaprInternalError, TimeoutError) as error:
            raise SidecarUnavailable(f"publishing to {topic} failed: {_reason(error)}") from error
        failed = {entry.entry_id for entry in answer.failed_entries}
        return [event[0] for number, event in enumerate(events) if str(number) not in failed]

    async def secret(self, key: str) -> str | None:
        """A secret, or None when the store has none of that name."""
        try:
            async with self._block("secrets", _SECONDS):
                answer = await self._client.get_secret(self._secrets, key)
        except (RpcError, DaprInternalError, TimeoutError) as error:
            if _code(error) in (StatusCode.NOT_FOUND, StatusCode.INTERNAL):
                return None
            raise SidecarUnavailable(f"reading a secret failed: {_reason(error)}") from error
        return answer.secret.get(key) or None

    async def get_state(self, *keys: str) -> dict[str, tuple[bytes, str]]:
        """Key to (value, etag) of those that exist."""
        try:
            async with self._block("state", _SECONDS_FOR_STATE):
                answer = await self._client.get_bulk_state(self._state, list(keys), parallelism=len(keys))
        except (RpcError, DaprInternalError, TimeoutError) as error:
            raise StateUnavailable(_NO_CONVERSATION) from error
        return {item.key: (_bytes(item.data), item.etag) for item in answer.items if item.data}

    async def save_state(
        self, key: str, value: bytes, *, etag: str | None = None, ttl: int, first: bool = False
    ) -> None:
        """Stores one value for `ttl` seconds; with an etag or `first` raises StaleState when somebody else was quicker."""
        try:
            async with self._block("state", _SECONDS_FOR_STATE):
                await self._client.save_state(
                    self._state,
                    key,
                    value,
                    etag=etag,
                    options=_FIRST_WRITE if etag or first else None,
                    state_metadata={"ttlInSeconds": str(ttl)},
                )
        except (RpcError, DaprInternalError, TimeoutError) as error:
            if _code(error) in (StatusCode.ABORTED, StatusCode.ALREADY_EXISTS):
                raise StaleState(key) from error
            # Dapr's PostgreSQL store has no code of its own for a first write that was not the first.
            if first and not etag and key in await self.get_state(key):
                raise StaleState(key) from error
            raise StateUnavailable(_NO_CONVERSATION) from error

    async def cached(self, key: str) -> bytes | None:
        """A value of the cache, which outlives the database. None also when the cache cannot be reached."""
        try:
            async with self._block("cache", _SECONDS_FOR_CACHE):
                answer = await self._client.get_state(self._cache, key)
        except (RpcError, DaprInternalError, TimeoutError):
            return None
        return _bytes(answer.data) or None

    async def cache(self, key: str, value: bytes, ttl: int) -> bool:
        """Keeps a value in the cache for `ttl` seconds; False when that did not work."""
        try:
            async with self._block("cache", _SECONDS_FOR_CACHE):
                await self._client.save_state(self._cache, key, value, state_metadata={"ttlInSeconds": str(ttl)})
        except (RpcError, DaprInternalError, TimeoutError):
            return False
        return True

    async def save_states(self, values: Mapping[str, bytes], ttl: int, etags: Mapping[str, str] | None = None) -> None:
        """Stores several values together or none. Raises StaleState when one of them no longer has the etag given for it."""
        known = etags or {}
        operations = [
            TransactionalStateOperation(
                key,
                value,
                known.get(key),
                operation_type=TransactionOperationType.upsert,
                metadata={"ttlInSeconds": str(ttl)},
            )
            for key, value in values.items()
        ]
        try:
            async with self._block("state", _SECONDS_FOR_STATE):
                await self._client.execute_state_transaction(self._state, operations)
        except (RpcError, DaprInternalError, TimeoutError) as error:
            # Inside a transaction a stale etag has no error code of its own: whether it was that, the etags tell.
            if known and await self._is_stale(known):
                raise StaleState(", ".join(known)) from error
            raise StateUnavailable(_NO_CONVERSATION) from error

    async def _is_stale(self, etags: Mapping[str, str]) -> bool:
        now = await self.get_state(*etags)
        return any(key not in now or now[key][1] != etag for key, etag in etags.items())

    async def invoke(
        self,
        function: str,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Calls another function; problems it answers come back as a Reply. Raises Unavailable when it cannot be reached.

        When only the sidecar is down the function is called at its own address, unless what was begun there must not happen twice.
        """
        content = orjson.dumps(body) if body is not None else b""
        with tracing.called(function, headers or {}) as sent:
            return await self._invoke(Invocation(function, method, path, content, query, sent))

    async def _invoke(self, call: Invocation) -> Reply:
        breaker = self._breakers["invocation"]
        if not breaker.admits():
            return await self._past_sidecar(call, "it is left alone for a moment")
        try:
            if breaker.is_open and not await self._is_back():
                raise _Away
            reply = await self._through_sidecar(call)
        except (_Away, aiohttp.ClientConnectorError) as error:
            breaker.failed()
            return await self._past_sidecar(call, type(error).__name__)
        except (DaprInternalError, TimeoutError, _BrokenOff) as error:  # the function's fault: the sidecar answers
            breaker.succeeded()
            raise Unavailable(_NOT_REACHED) from error
        except (_Silent, aiohttp.ClientError, OSError) as error:
            breaker.failed(_REST if isinstance(error, _Silent) else None)
            if call.is_repeatable:
                return await self._past_sidecar(call, type(error).__name__)
            raise Unavailable(_NOT_REACHED) from error
        except BaseException:
            breaker.left()
            raise
        breaker.succeeded()
        return reply

    async def _through_sidecar(self, call: Invocation) -> Reply:
        """As long as the function takes, up to 30 s; but no longer than two seconds on a sidecar that has stopped answering."""
        asking = asyncio.ensure_future(self._ask(call))
        try:
            while not (await asyncio.wait((asking,), timeout=_SECONDS_FOR_HEALTH))[0]:
                if not await self.healthy():
                    raise _Silent
            return await asking
        finally:
            asking.cancel()

    async def _ask(self, call: Invocation) -> Reply:
        try:
            answer = await self._client.invoke_method(
                call.function,
                call.path.lstrip("/"),
                data=call.body,
                content_type="application/json",
                metadata=tuple(call.headers.items()),
                http_verb=call.method,
                http_querystring=tuple(call.query),
                timeout=SECONDS_TO_INVOKE,
            )
        except DaprHttpError as error:
            # An errorCode is the sidecar's own word; anything else is what the function answered, a problem document.
            if error.error_code == ERROR_CODE_UNKNOWN and error.status_code is not None:
                return Reply(error.status_code, error.raw_response_bytes or b"")
            raise
        status = answer.status_code or 200
        if broke_off(status, "application/json", answer.data):
            raise _BrokenOff
        return Reply(status, answer.data)

    async def _past_sidecar(self, call: Invocation, why: str) -> Reply:
        if self._direct is None:
            raise Unavailable(_NOT_REACHED)
        log.warning("the sidecar is down: called directly", extra={"called": call.function, "why": why})
        try:
            return await self._direct.ask(call)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(_NOT_REACHED) from error


async def reached() -> None:
    """Waits until the sidecar answers, or until the client would give up.

    The client's own wait looks once a second, which a function that was woken for somebody has no time for.
    """
    ends = time.monotonic() + float(dapr.DAPR_HEALTH_TIMEOUT)
    while time.monotonic() < ends:
        if await _answers():
            return
        await asyncio.sleep(_LOOK_EVERY)


async def _answers() -> bool:
    """Whether the sidecar's HTTP side says that it is there."""
    token = {DAPR_API_TOKEN_HEADER: dapr.DAPR_API_TOKEN} if dapr.DAPR_API_TOKEN else {}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)) as session,
            session.get(f"{get_api_url()}/healthz/outbound", headers=token) as answer,
        ):
            return answer.status < 300
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


def _is_away(error: BaseException) -> bool:
    return _code(error) in (StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED)


def _bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _code(error: BaseException) -> StatusCode | None:
    """The gRPC code of an error; the SDK wraps some in an error of its own."""
    for each in (error, error.__cause__):
        code = getattr(each, "code", None)
        found = code() if callable(code) else None
        if isinstance(found, StatusCode):
            return found
    return None


def _reason(error: BaseException) -> str:
    return (
        str(getattr(error, "details", lambda: "")() or type(error).__name__)
        if isinstance(error, RpcError)
        else type(error).__name__
    )
