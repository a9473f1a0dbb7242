"""Pushes what waits: claim, hand over, settle; nothing is held in the database meanwhile."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from functions.send_notification.push import waiting
from functions.send_notification.push.failures import Gone, Passing, PushFailure
from functions.send_notification.push.note import note
from functions.send_notification.push.post import post
from functions.send_notification.push.route import PushRoute, push_route
from functions.send_notification.push.waiting import Parcel
from shared import metrics, push_subscriptions
from shared.audit_events import audit_event
from shared.events import Cause
from shared.services import Services

log = logging.getLogger(__name__)

CAUSE = Cause("/functions/send-notification")


async def send_waiting(services: Services) -> None:
    """Pushes until nothing waits that is not in other hands; what fails for a passing reason is tried again within the round."""
    route = push_route(services)
    if route is None:
        return
    while True:
        async with services.database.unit_of_work() as work:
            parcels = await waiting.claim(work.connection, services.clock())
        pauses = await asyncio.gather(*(_send(parcel, route, services) for parcel in parcels))
        if not parcels:
            return
        if longest := max(pauses):
            await asyncio.sleep(longest.total_seconds())


async def _send(parcel: Parcel, route: PushRoute, services: Services) -> timedelta:
    """How long until it is tried again; none when it is over."""
    failure: PushFailure | None = None
    if parcel.subscription and parcel.notifications:
        try:
            await post(route, parcel.subscription, note(parcel.notifications))
        except PushFailure as error:
            failure = error
        outcome = type(failure).__name__ if failure else "sent"
        metrics.notifications.labels("push", outcome).inc()
        log.log(logging.WARNING if failure else logging.INFO, "pushed", extra=_about(parcel, outcome, failure))
    return await _settle(parcel, failure, services)


async def _settle(parcel: Parcel, failure: PushFailure | None, services: Services) -> timedelta:
    now = services.clock()
    async with services.database.unit_of_work() as work:
        if isinstance(failure, Passing) and parcel.attempts <= len(waiting.PAUSES):
            pause = waiting.PAUSES[parcel.attempts - 1]
            await waiting.put_off(work.connection, parcel, now + pause)
            return pause
        await waiting.end(work.connection, parcel)
        if isinstance(failure, Gone) and parcel.subscription:
            await push_subscriptions.forget_address(work.connection, parcel.subscription)
        if failure:
            result = "forgotten" if isinstance(failure, Gone) else "failed"
            detail = {"reason": str(failure), "notifications": len(parcel.notifications), "attempts": parcel.attempts}
            work.emit(audit_event("push_failed", f"browsers/{parcel.client_id}", result, detail, CAUSE, now))
    return timedelta()


def _about(parcel: Parcel, outcome: str, failure: PushFailure | None) -> dict[str, object]:
    told = {"client": parcel.client_id, "notifications": len(parcel.notifications), "outcome": outcome}
    return told | ({"reason": str(failure)} if failure else {})
