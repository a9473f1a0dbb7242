"""State stores: what they offer, and the durable one in Postgres."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from local.sidecar.database import Connection, Sessions


class NotUpdated(Exception):
    """A first write that was not the first, in the words of Dapr's PostgreSQL store: it has no code of its own for that."""

    def __init__(self) -> None:
        super().__init__("no item was updated")


class EtagMismatch(Exception):
    """Somebody else changed or removed the value; the message is the key."""


class EtagInvalid(Exception):
    """The ETag cannot come from this store; the message is the ETag."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stored value. `expires_at` is an instant in UTC."""

    value: bytes
    etag: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """Sets `key` to `value`, or removes it when `value` is None.

    With `etag` only when the stored value still has it; with `first_write` and no `etag` only when there is no
    value. `ttl` is the time to live; None: for ever.
    """

    key: str
    value: bytes | None
    etag: str | None = None
    first_write: bool = False
    ttl: timedelta | None = None

    @property
    def conditional(self) -> bool:
        """Whether it may not happen."""
        return bool(self.etag) or (self.first_write and self.value is not None)


class StateStore(Protocol):
    """One state store. Keys are the clients' own; prefixes are the store's business."""

    async def get(self, keys: Sequence[str]) -> Mapping[str, Item]:
        """The items that exist and have not expired."""
        ...

    async def apply(self, changes: Sequence[Change]) -> None:
        """All changes or none. Raises EtagMismatch, EtagInvalid or NotUpdated."""
        ...

    async def sweep(self) -> None:
        """Removes expired items."""
        ...


GET = """
SELECT key, value, etag::text, expires_at FROM sidecar.state
WHERE key = ANY(%s) AND (expires_at IS NULL OR expires_at > now())
"""
SET = """
INSERT INTO sidecar.state (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, etag = gen_random_uuid(), expires_at = excluded.expires_at
"""
SET_FIRST = SET + " WHERE state.expires_at <= now()"
SET_MATCHING = """
UPDATE sidecar.state SET value = %s, etag = gen_random_uuid(), expires_at = %s
WHERE key = %s AND etag = %s AND (expires_at IS NULL OR expires_at > now())
"""
DELETE = "DELETE FROM sidecar.state WHERE key = %s"
DELETE_MATCHING = "DELETE FROM sidecar.state WHERE key = %s AND etag = %s"
SWEEP = """
DELETE FROM sidecar.state WHERE key IN (SELECT key FROM sidecar.state WHERE expires_at <= now() LIMIT 1000)
"""


class DurableState:
    """A store in Postgres; its keys carry the store's name as prefix (Dapr's keyPrefix `name`)."""

    def __init__(self, name: str, sessions: Sessions) -> None:
        self._prefix = f"{name}||"
        self._sessions = sessions

    async def get(self, keys: Sequence[str]) -> Mapping[str, Item]:
        async with self._sessions.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(GET, [[self._prefix + key for key in keys]])
            rows = await cursor.fetchall()
        return {str(key).removeprefix(self._prefix): Item(*rest) for key, *rest in rows}  # type: ignore[arg-type]

    async def apply(self, changes: Sequence[Change]) -> None:
        async with self._sessions.connection() as connection, connection.transaction():
            for change in changes:
                if await self._apply(connection, change) == 0 and change.conditional:
                    raise EtagMismatch(change.key) if change.etag else NotUpdated()

    async def _apply(self, connection: Connection, change: Change) -> int:
        key, etag = self._prefix + change.key, _uuid(change.etag)
        expires_at = None if change.ttl is None else datetime.now(UTC) + change.ttl
        statement: str
        values: Sequence[object]
        if change.value is None:
            statement, values = (DELETE_MATCHING, [key, etag]) if etag else (DELETE, [key])
        elif etag:
            statement, values = SET_MATCHING, [change.value, expires_at, key, etag]
        else:
            statement, values = SET_FIRST if change.first_write else SET, [key, change.value, expires_at]
        return (await connection.execute(statement, values)).rowcount

    async def sweep(self) -> None:
        async with self._sessions.connection() as connection:
            await connection.execute(SWEEP)


def _uuid(etag: str | None) -> uuid.UUID | None:
    if not etag:
        return None
    try:
        return uuid.UUID(etag)
    except ValueError as error:
        raise EtagInvalid(etag) from error
