"""Browsers that want reminders pushed to them, also while no page is open."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared import push_endpoint, push_subscriptions
from shared.audit_events import audit_event
from shared.call import Call
from shared.database import UnitOfWork
from shared.errors import Conflict
from shared.models import Model
from shared.push_subscriptions import Subscription
from shared.services import Services

PUBLIC_KEY = "push-public-key"


class SubscriptionKeys(Model):
    """Of the browser (RFC 8291 §2.1, §3.2), base64url without padding."""

    p256dh: Annotated[str, Field(pattern=r"^B[A-Za-z0-9_-]{86}=?$", description="Its public key: 65 bytes")]
    auth: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}(==)?$", description="Its authentication secret: 16 bytes")]


class PushSubscription(Model):
    """As a browser's PushSubscription.toJSON() gives it, without its time of expiry."""

    endpoint: Annotated[str, Field(max_length=2_000, description="https address at the browser's push service")]
    keys: SubscriptionKeys


async def subscribe(call: Call, services: Services) -> None:
    """Takes in this browser's subscription, in place of an earlier one. Raises Conflict when push is not set up."""
    if not services.secrets.get(PUBLIC_KEY):
        raise Conflict(
            "Push is not set up here. Whoever runs this Nudge can do that: nudge push --new.", code="no_push"
        )
    given, client = call.body, _client(call)
    push_endpoint.check(given.endpoint, push_endpoint.own_hosts(services.settings.push_hosts))
    now = services.clock()
    async with services.database.unit_of_work() as work:
        subscription = Subscription(client, given.endpoint, given.keys.p256dh, given.keys.auth)
        await push_subscriptions.keep(work.connection, subscription, now)
        _tell(work, call, services)


async def unsubscribe(call: Call, services: Services) -> None:
    """Forgets this browser's subscription; fine when there is none."""
    async with services.database.unit_of_work() as work:
        if await push_subscriptions.forget(work.connection, _client(call)):
            _tell(work, call, services)


def _tell(work: UnitOfWork, call: Call, services: Services) -> None:
    detail: dict[str, object] = {"fields": ["push"]}
    work.emit(audit_event("settings_changed", "settings", "stored", detail, call.cause, services.clock()))


def _client(call: Call) -> str:
    """The browser. The gateway sees to it that each has an id."""
    if not call.cause.actor.client_id:
        raise Conflict("Only a browser can be pushed to, and this request names none.", code="no_browser")
    return call.cause.actor.client_id
