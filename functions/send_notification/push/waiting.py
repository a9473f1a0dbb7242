"""Pushes on their way: a row for every notification and browser, from the transaction that made the notification until it is over.

A claim is a lease: when its sender dies, the next delivery of a reminder takes them up again, under the same tag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared import notifications, push_subscriptions
from shared.connection import Connection
from shared.notifications import Notification
from shared.push_subscriptions import Subscription

LEASE = timedelta(seconds=40)
"""Longer than any push service is given to answer."""
PAUSES = (timedelta(seconds=2), timedelta(seconds=8))
"""After the first and the second attempt; after the third it is given up: the page shows the reminder anyway."""

_ADD = """
    INSERT INTO push_message (notification_id, client_id, attempt_at, created_at)
    SELECT id, client_id, %(now)s, %(now)s FROM unnest(%(ids)s::uuid[]) AS id CROSS JOIN push_subscription
    ON CONFLICT DO NOTHING
"""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('nudge push'))"
_CLAIM = """
    UPDATE push_message SET attempts = attempts + 1, attempt_at = %(until)s WHERE attempt_at <= %(now)s
    RETURNING client_id, notification_id, attempts
"""
_COLUMNS = ", ".join(f"notification.{name}" for name in notifications.COLUMNS.split(", "))
_UNREAD = f"SELECT {_COLUMNS} FROM notification WHERE id = ANY(%s) AND read_at IS NULL ORDER BY created_at, id"
_END = "DELETE FROM push_message WHERE client_id = %s AND notification_id = ANY(%s)"
_AGAIN = "UPDATE push_message SET attempt_at = %s WHERE client_id = %s AND notification_id = ANY(%s)"


@dataclass(frozen=True)
class Parcel:
    """What one browser is told now. Without `subscription` or `notifications` there is nothing to tell, or nobody."""

    client_id: str
    rows: tuple[UUID, ...]
    attempts: int
    subscription: Subscription | None
    notifications: tuple[Notification, ...]


async def add(connection: Connection, ids: Sequence[UUID], now: datetime) -> None:
    """Every browser that asked for it is to be told of these notifications."""
    await connection.execute(_ADD, {"ids": list(ids), "now": now})


async def claim(connection: Connection, now: datetime) -> list[Parcel]:
    """All that waits, by browser; what somebody has read meanwhile is left out."""
    await connection.execute(_ONE_AT_A_TIME)
    rows: list[Any] = await (await connection.execute(_CLAIM, {"now": now, "until": now + LEASE})).fetchall()
    if not rows:
        return []
    found = await (await connection.execute(_UNREAD, (list({row[1] for row in rows}),))).fetchall()
    unread = [notifications.from_row(row) for row in found]
    clients = sorted({row[0] for row in rows})
    subscribed = await push_subscriptions.of(connection, clients)
    return [_parcel(client, rows, unread, subscribed.get(client)) for client in clients]


def _parcel(
    client: str, rows: Sequence[Any], unread: Sequence[Notification], subscription: Subscription | None
) -> Parcel:
    own = {id_: attempts for name, id_, attempts in rows if name == client}
    told = tuple(each for each in unread if each.id in own)
    return Parcel(client, tuple(own), max(own.values()), subscription, told)


async def end(connection: Connection, parcel: Parcel) -> None:
    await connection.execute(_END, (parcel.client_id, list(parcel.rows)))


async def put_off(connection: Connection, parcel: Parcel, until: datetime) -> None:
    await connection.execute(_AGAIN, (until, parcel.client_id, list(parcel.rows)))
