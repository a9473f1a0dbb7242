"""The edge of settings."""

from __future__ import annotations

import functions_framework.aio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from functions.settings import push
from functions.settings.moving import move_times
from functions.settings.push import PushSubscription
from shared import idempotency, preferences, push_subscriptions, tasks
from shared.audit_events import audit_event
from shared.call import Call
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.errors import Conflict, Misconfigured
from shared.events import REMINDERS, Event
from shared.http import Answer, HttpFunction, Operation
from shared.identifiers import uuid7
from shared.mail_route import mail_route
from shared.preferences import Preferences, PreferencesAnswer, PreferencesPatch, merged
from shared.services import Services
from shared.tasks import Once


async def get(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        found, version = await preferences.read(connection)
        return Answer(await _answer(found, version, call, connection, services))


async def put(call: Call, services: Services) -> Answer:
    """Sets what is given; the change is told to the audit trail, without the e-mail address itself.

    Another zone moves the times of open tasks only if that is asked for: somebody may be travelling, or look at the list from afar.
    """
    async with services.database.unit_of_work() as work:
        await preferences.lock(work.connection)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        before, _ = await preferences.read(work.connection)
        after = merged(before, call.body)
        version = await preferences.write(work.connection, after)
        answer = Answer(orjson.dumps(await _answer(after, version, call, work.connection, services)))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # Raises, as it was taken for something else than settings; what was set is rolled back.
            return await idempotency.taken(work.connection, call)
        changed = sorted(name for name in Preferences.model_fields if getattr(before, name) != getattr(after, name))
        now, detail = services.clock(), dict[str, object](fields=changed)
        if call.body.move_times and "timezone" in changed:
            detail["moved_tasks"] = await move_times(work, before.timezone, after.timezone, call.cause, now)
        work.emit(audit_event("settings_changed", "settings", "stored", detail, call.cause, now))
        if "email" in changed and after.email:
            _ask_for_confirmation(work, version, call, services)
    return answer


async def verify(call: Call, services: Services) -> Answer:
    """Sends the message with the link again. Raises Conflict when there is no address, or nothing to confirm."""
    async with services.database.unit_of_work() as work:
        found, version = await preferences.read(work.connection)
        if not found.email:
            raise Conflict("There is no e-mail address to confirm. Set one first.", code="no_email")
        if found.email_verified:
            raise Conflict("The e-mail address is confirmed already.", code="email_verified")
        _ask_for_confirmation(work, version, call, services)
        return Answer(await _answer(found, version, call, work.connection, services), status=202)


async def subscribe(call: Call, services: Services) -> Answer:
    """Reminders are pushed to this browser from now on."""
    await push.subscribe(call, services)
    return await get(call, services)


async def unsubscribe(call: Call, services: Services) -> Answer:
    """They are not any more."""
    await push.unsubscribe(call, services)
    return await get(call, services)


def _ask_for_confirmation(work: UnitOfWork, version: int, call: Call, services: Services) -> None:
    """Word for send-notification, without the address: it reads that from the settings."""
    kind, data = "email.verification_requested", {"settings_version": version}
    cause = call.cause
    work.emit(
        Event(
            uuid7(), REMINDERS, kind, cause.source, "settings", services.clock(), "settings", None, data,
            cause.correlation_id, cause.traceparent,
        )
    )  # fmt: skip


async def _answer(
    found: Preferences, version: int, call: Call, connection: Connection, services: Services
) -> dict[str, object]:
    return found.model_dump() | {
        "version": version,
        "mail": _mail(services),
        "push_key": services.secrets.get(push.PUBLIC_KEY) or None,
        "push_here": await push_subscriptions.known(connection, call.cause.actor.client_id),
    }


def _mail(services: Services) -> str:
    try:
        route = mail_route(services.secrets.get("mail-url"), services.secrets.get("mail-from"))
    except Misconfigured:
        return "none"  # send-notification says in its log what is wrong with it
    return "none" if route is None else "mailbox" if route.catches_all else "provider"


function = HttpFunction(
    "settings",
    [
        Operation("getSettings", get, answer=PreferencesAnswer),
        Operation("putSettings", put, body=PreferencesPatch, answer=PreferencesAnswer),
        Operation("verifyEmail", verify, answer=PreferencesAnswer, status=202),
        Operation("subscribePush", subscribe, body=PushSubscription, answer=PreferencesAnswer),
        Operation("unsubscribePush", unsubscribe, answer=PreferencesAnswer),
    ],
)


@functions_framework.aio.http
async def settings(request: Request) -> Response:
    return await function.answer(request)
