"""Which clients are connected where: rows with a lease that their replica renews, so that a crash leaves none behind for long."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from uuid import UUID

from shared import metrics
from shared.database import Database
from shared.identifiers import uuid7

RENEW_EVERY = 10.0
_LEASE = 45
"""Seconds; more than three renewals may fail before others take a connection for gone."""

_RENEW = """
    INSERT INTO stream_connection (id, replica, client_id, lease_until)
    SELECT id, %(replica)s, client_id, now() + make_interval(secs => %(lease)s)
    FROM unnest(%(ids)s::uuid[], %(clients)s::text[]) AS live(id, client_id)
    ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
"""

_CLEAN = """
    DELETE FROM stream_connection
    WHERE lease_until < now() OR (replica = %(replica)s AND NOT id = ANY(%(ids)s::uuid[]))
"""


@dataclass(frozen=True)
class Connected:
    id: UUID
    client_id: str


class Registry:
    """The connections of this replica."""

    def __init__(self) -> None:
        self.replica = f"{socket.gethostname()}-{uuid7()}"
        self._live: dict[UUID, Connected] = {}

    def __len__(self) -> int:
        return len(self._live)

    def add(self, client_id: str) -> Connected:
        connected = Connected(uuid7(), client_id)
        self._live[connected.id] = connected
        metrics.stream_connections.set(len(self._live))
        return connected

    def remove(self, connected: Connected) -> None:
        self._live.pop(connected.id, None)
        metrics.stream_connections.set(len(self._live))

    async def renew(self, database: Database) -> None:
        """Renews the leases of all in one statement, and removes rows whose lease has run out or whose connection is gone."""
        live = list(self._live.values())
        parameters = {
            "replica": self.replica,
            "lease": _LEASE,
            "ids": [connected.id for connected in live],
            "clients": [connected.client_id for connected in live],
        }
        async with database.connection() as connection:
            if live:
                await connection.execute(_RENEW, parameters)
            await connection.execute(_CLEAN, parameters)
