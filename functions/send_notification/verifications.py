"""Messages that ask whether an e-mail address is the person's own; each request is answered by one message."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.send_notification.letter import verification_letter
from functions.send_notification.mail.failures import MailFailure
from functions.send_notification.mail.post import post
from functions.send_notification.parcels import LEASE
from functions.send_notification.postbox import Postbox, postbox
from shared import metrics, notifications
from shared.connection import Connection
from shared.events import Cause
from shared.identifiers import uuid7
from shared.notifications import Notification
from shared.services import Services

log = logging.getLogger(__name__)

_ASK = """
    INSERT INTO delivery (id, kind, status, attempts, lease_until, created_at, updated_at)
    SELECT id, 'verification', 'sending', 0, %(now)s, %(now)s, %(now)s FROM unnest(%(ids)s::uuid[]) AS id
    ON CONFLICT (id) DO NOTHING
"""
_CLAIM = """
    UPDATE delivery SET lease_until = %(until)s, attempts = attempts + 1, updated_at = %(now)s
    WHERE id = (SELECT id FROM delivery WHERE kind = 'verification' AND lease_until <= %(now)s
                ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, created_at
"""
_END = "UPDATE delivery SET status = %s, lease_until = NULL, reason = %s, updated_at = %s WHERE id = %s"


async def ask(connection: Connection, requests: Collection[UUID], now: datetime) -> None:
    """Notes that messages are to be sent; the id of a request becomes that of its message."""
    await connection.execute(_ASK, {"ids": list(requests), "now": now})


async def send_waiting(services: Services) -> None:
    """Sends what was asked for. One that fails is told in the page: the person is there and can ask again."""
    while True:
        now = services.clock()
        async with services.database.unit_of_work() as work:
            box = await postbox(work.connection, services)
            row: Any = await (await work.connection.execute(_CLAIM, {"now": now, "until": now + LEASE})).fetchone()
        if row is None:
            return
        await _send(row[0], row[1], box, services)


async def _send(id_: UUID, made_at: datetime, box: Postbox, services: Services) -> None:
    address = box.preferences.email
    if box.route is None or not address or box.preferences.email_verified:
        await _end(id_, "failed", "there is nothing to confirm, or no way to send it", services)
        return
    try:
        await post(box.route, address, verification_letter(id_, made_at, box.head(address)))
    except MailFailure as failure:
        metrics.notifications.labels("email", type(failure).__name__).inc()
        log.warning("a confirmation was not delivered", extra={"delivery": str(id_), "reason": str(failure)})
        await _end(id_, "failed", str(failure), services)
        return
    metrics.notifications.labels("email", "sent").inc()
    await _end(id_, "sent", None, services)


async def _end(id_: UUID, status: str, reason: str | None, services: Services) -> None:
    now, cause = services.clock(), Cause("/functions/send-notification")
    async with services.database.unit_of_work() as work:
        await work.connection.execute(_END, (status, reason, now, id_))
        if reason:
            text = f"The message that asks you to confirm your e-mail address was not sent: {reason}."
            shown = Notification(uuid7(), "delivery-failed", "Your e-mail address is not confirmed", text, now)
            await notifications.add(work.connection, [shown])
            work.emit(notifications.created_event(shown, await notifications.unread(work.connection), cause))
