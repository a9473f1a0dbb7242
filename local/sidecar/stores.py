"""The state building block: names, checks and Dapr's errors in front of the stores."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import psycopg

from local.sidecar import errors
from local.sidecar.state import Change, EtagInvalid, EtagMismatch, Item, NotUpdated, StateStore

TTL = "ttlInSeconds"
LONGEST_KEY = 2_000
"""Bytes; longer ones do not fit into the index of the table."""


def ttl_of(metadata: Mapping[str, str]) -> timedelta | None:
    """The time to live asked for; -1 and absence mean for ever. Raises ApiError for anything else below 1 second."""
    text = metadata.get(TTL)
    if text is None or text == "-1":
        return None
    if not text.isdecimal() or int(text) == 0 or len(text) > 9:
        raise errors.malformed(f"value for {TTL} is not a valid time to live: {text}")
    return timedelta(seconds=int(text))


class Stores:
    """All state stores by name. Every method raises ApiError."""

    def __init__(self, stores: Mapping[str, StateStore]) -> None:
        self._stores = stores

    async def get(self, name: str, keys: Sequence[str]) -> Mapping[str, Item]:
        store = self._store(name)
        for key in keys:
            _check(key)
        try:
            return await store.get(keys)
        except psycopg.Error as error:
            message = f"failed to get {', '.join(keys)} from state store {name}: {error}"
            raise errors.state_unavailable("ERR_STATE_GET", message) from error

    async def save(self, name: str, changes: Sequence[Change]) -> None:
        """Saves all or none."""
        await self._apply(name, changes, "saving state", "ERR_STATE_SAVE")

    async def delete(self, name: str, changes: Sequence[Change]) -> None:
        await self._apply(name, changes, "deleting state", "ERR_STATE_DELETE")

    async def transact(self, name: str, changes: Sequence[Change]) -> None:
        """All or none; daprd answers any failure inside with 500 (gRPC: INTERNAL)."""
        store = self._store(name)
        for change in changes:
            _check(change.key)
        try:
            await store.apply(changes)
        except (EtagMismatch, EtagInvalid, NotUpdated, psycopg.Error) as error:
            why = "possible etag mismatch" if isinstance(error, EtagMismatch) else str(error)
            message = f"error while executing state transaction: {why}"
            raise errors.state_failed("ERR_STATE_TRANSACTION", message) from error

    async def sweep(self) -> None:
        """Removes expired items; psycopg errors come through."""
        for store in self._stores.values():
            await store.sweep()

    async def _apply(self, name: str, changes: Sequence[Change], operation: str, code: str) -> None:
        store = self._store(name)
        for change in changes:
            _check(change.key)
        try:
            await store.apply(changes)
        except EtagMismatch as error:
            raise errors.etag_mismatch(operation, name, str(error)) from error
        except NotUpdated as error:
            raise errors.state_failed(code, f"failed {operation} in state store {name}: {error}") from error
        except EtagInvalid as error:
            raise errors.malformed(f"failed {operation} in state store {name}: invalid etag value: {error}") from error
        except psycopg.Error as error:
            raise errors.state_unavailable(code, f"failed {operation} in state store {name}: {error}") from error

    def _store(self, name: str) -> StateStore:
        store = self._stores.get(name)
        if store is None:
            raise errors.state_store_not_found(name)
        return store


def _check(key: str) -> None:
    if len(key.encode()) > LONGEST_KEY:
        raise errors.malformed(f"the key is longer than {LONGEST_KEY} bytes")
    if "||" in key or "\0" in key:
        raise errors.malformed(f"input key/keyPrefix '{key}' can't contain '||' or a null character")
