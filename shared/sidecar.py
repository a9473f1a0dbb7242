"""The Dapr sidecar, through the Dapr SDK: the only way out to broker, state, secrets and other functions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp
import orjson
from dapr.aio.clients import DaprClient
from dapr.clients import ERROR_CODE_UNKNOWN, BulkPublishEntry
from dapr.clients.exceptions import DaprHttpError, DaprInternalError
from dapr.clients.grpc._request import TransactionalStateOperation, TransactionOperationType
from dapr.clients.grpc._state import Concurrency, StateOptions
from grpc import RpcError, StatusCode

from shared import tracing
from shared.errors import Unavailable

_CLOUD_EVENT = "application/cloudevents+json"
_SECONDS = 10
_NOT_REACHED = "That part of Nudge cannot be reached just now. Please try again in a moment."
_NO_CONVERSATION = "Your conversation cannot be reached just now. Please try again in a moment."
_FIRST_WRITE = StateOptions(concurrency=Concurrency.first_write)


class SidecarUnavailable(Exception):
    """The sidecar did not do it now; the same call may succeed later."""


class StaleState(Exception):
    """The state was changed by somebody else since it was read."""


@dataclass(frozen=True)
class Reply:
    """What an invoked function answered."""

    status: int
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body) if self.body else None


class Sidecar:
    """One Dapr client for the process. Its constructor waits until the sidecar is up (DAPR_HEALTH_TIMEOUT seconds at most)."""

    def __init__(self, pubsub: str, state: str, secrets: str) -> None:
        self._client = DaprClient()
        self._pubsub, self._state, self._secrets = pubsub, state, secrets

    async def close(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]

    async def healthy(self) -> bool:
        """Whether it answers at all."""
        try:
            async with asyncio.timeout(2):
                await self._client.get_metadata()
        except (RpcError, DaprInternalError, TimeoutError):
            return False
        return True

    async def publish(self, topic: str, events: Sequence[tuple[UUID, str, bytes]]) -> list[UUID]:
        """Publishes (id, partition key, structured CloudEvent) in one call; the ids acknowledged. Raises SidecarUnavailable."""
        entries = [
            BulkPublishEntry(
                event=body, entry_id=str(number), content_type=_CLOUD_EVENT, metadata={"partitionKey": key}
            )
            for number, (_, key, body) in enumerate(events)
        ]
        try:
            async with asyncio.timeout(_SECONDS):
                answer = await self._client.publish_events(self._pubsub, topic, entries)
        except (RpcError, DaprInternalError, TimeoutError) as error:
            raise SidecarUnavailable(f"publishing to {topic} failed: {_reason(error)}") from error
        failed = {entry.entry_id for entry in answer.failed_entries}
        return [event[0] for number, event in enumerate(events) if str(number) not in failed]

    async def secret(self, key: str) -> str | None:
        """A secret, or None when the store has none of that name."""
        try:
            answer = await self._client.get_secret(self._secrets, key)
        except (RpcError, DaprInternalError) as error:
            if _code(error) in (StatusCode.NOT_FOUND, StatusCode.INTERNAL):
                return None
            raise SidecarUnavailable(f"reading a secret failed: {_reason(error)}") from error
        return answer.secret.get(key) or None

    async def get_state(self, *keys: str) -> dict[str, tuple[bytes, str]]:
        """Key to (value, etag) of those that exist."""
        try:
            async with asyncio.timeout(_SECONDS):
                answer = await self._client.get_bulk_state(self._state, list(keys), parallelism=len(keys))
        except (RpcError, DaprInternalError, TimeoutError) as error:
            raise Unavailable(_NO_CONVERSATION) from error
        return {item.key: (_bytes(item.data), item.etag) for item in answer.items if item.data}

    async def save_state(
        self, key: str, value: bytes, *, etag: str | None = None, ttl: int, first: bool = False
    ) -> None:
        """Stores one value for `ttl` seconds; with an etag or `first` raises StaleState when somebody else was quicker."""
        try:
            async with asyncio.timeout(_SECONDS):
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
            raise Unavailable(_NO_CONVERSATION) from error

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
            async with asyncio.timeout(_SECONDS):
                await self._client.execute_state_transaction(self._state, operations)
        except (RpcError, DaprInternalError, TimeoutError) as error:
            # Inside a transaction a stale etag has no error code of its own: whether it was that, the etags tell.
            if known and await self._is_stale(known):
                raise StaleState(", ".join(known)) from error
            raise Unavailable(_NO_CONVERSATION) from error

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
        """Calls another function; problems it answers come back as a Reply. Raises Unavailable when it cannot be reached."""
        with tracing.called(function, headers or {}) as sent:
            return await self._invoke(function, method, path, body, query, sent)

    async def _invoke(
        self,
        function: str,
        method: str,
        path: str,
        body: object,
        query: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
    ) -> Reply:
        try:
            answer = await self._client.invoke_method(
                function,
                path.lstrip("/"),
                data=orjson.dumps(body) if body is not None else b"",
                content_type="application/json",
                metadata=tuple(headers.items()),
                http_verb=method,
                http_querystring=tuple(query),
                timeout=_SECONDS * 3,
            )
        except DaprHttpError as error:
            # An errorCode is the sidecar's own word; anything else is what the function answered, a problem document.
            if error.error_code == ERROR_CODE_UNKNOWN and error.status_code is not None:
                return Reply(error.status_code, error.raw_response_bytes or b"")
            raise Unavailable(_NOT_REACHED) from error
        except (DaprInternalError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(_NOT_REACHED) from error
        return Reply(answer.status_code or 200, answer.data)


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
