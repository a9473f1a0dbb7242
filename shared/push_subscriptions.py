"""Browsers that have asked for reminders by push (RFC 8030): one subscription each, and not many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.connection import Connection

MOST = 20
"""Browsers of one installation; the one that subscribed longest ago makes room."""

_KEEP = """
    INSERT INTO push_subscription (client_id, endpoint, p256dh, auth, created_at)
    VALUES (%(client)s, %(endpoint)s, %(p256dh)s, %(auth)s, %(now)s)
    ON CONFLICT (client_id) DO UPDATE
    SET endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, created_at = excluded.created_at
"""
# The browser has lost its cookie: it is another one to us, at the same address.
_LEAVE_ADDRESS = "DELETE FROM push_subscription WHERE endpoint = %s AND client_id <> %s"
_MAKE_ROOM = """
    DELETE FROM push_subscription WHERE client_id IN (
        SELECT client_id FROM push_subscription ORDER BY created_at DESC, client_id OFFSET %s)
"""
_FORGET = "DELETE FROM push_subscription WHERE client_id = %s"
_FORGET_ADDRESS = "DELETE FROM push_subscription WHERE client_id = %s AND endpoint = %s"
_KNOWN = "SELECT EXISTS (SELECT FROM push_subscription WHERE client_id = %s)"
_OF = "SELECT client_id, endpoint, p256dh, auth FROM push_subscription WHERE client_id = ANY(%s)"


@dataclass(frozen=True)
class Subscription:
    """`endpoint` and the keys are the browser's secrets: they stand in no log."""

    client_id: str
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


async def keep(connection: Connection, subscription: Subscription, now: datetime) -> None:
    """Stores what a browser gave, in place of what it gave before."""
    await connection.execute("LOCK TABLE push_subscription IN SHARE ROW EXCLUSIVE MODE")
    await connection.execute(_LEAVE_ADDRESS, (subscription.endpoint, subscription.client_id))
    given = {
        "client": subscription.client_id,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
        "now": now,
    }
    await connection.execute(_KEEP, given)
    await connection.execute(_MAKE_ROOM, (MOST,))


async def forget(connection: Connection, client_id: str) -> bool:
    """Whether there was anything to forget."""
    return (await connection.execute(_FORGET, (client_id,))).rowcount > 0


async def forget_address(connection: Connection, subscription: Subscription) -> None:
    """Forgets it unless the browser has given another address meanwhile."""
    await connection.execute(_FORGET_ADDRESS, (subscription.client_id, subscription.endpoint))


async def known(connection: Connection, client_id: str) -> bool:
    row: Any = await (await connection.execute(_KNOWN, (client_id,))).fetchone()
    return bool(row and row[0])


async def of(connection: Connection, clients: list[str]) -> dict[str, Subscription]:
    """By browser; those that have none are left out."""
    rows: list[Any] = await (await connection.execute(_OF, (clients,))).fetchall()
    return {row[0]: Subscription(*row) for row in rows}
