"""An e-mail address is used when its owner has confirmed it, and not before."""

from typing import Any

import orjson
import pytest

from shared import preferences
from shared.events import REMINDERS, Cause, Event
from shared.identifiers import uuid7
from tests.integration.mail.mailing import ADDRESS, Mailing, read
from tests.integration.mail.relay import relay


async def asked(mailing: Mailing) -> dict[str, Any]:
    """The event that settings writes when an address is set."""
    async with mailing.services.database.unit_of_work() as work:
        await preferences.lock(work.connection)
        event = Event(
            uuid7(), REMINDERS, "email.verification_requested", "/functions/settings", "settings", mailing.now, "settings",
            None, {"settings_version": 1}, Cause("x").correlation_id,
        )  # fmt: skip
        work.emit(event)
    return dict(orjson.loads(event.body))


async def test_a_request_leads_to_one_message_with_a_link(mailing: Mailing) -> None:
    await mailing.prefer(email_verified=False)
    async with relay() as there:
        mailing.with_relay(there)
        event = await asked(mailing)
        for _ in range(2):
            assert await mailing.notifier.receive([event], REMINDERS) == ["SUCCESS"]
    (message,) = map(read, there.messages)
    assert message["To"] == ADDRESS
    assert message["Subject"] == "Please confirm your e-mail address for Nudge"
    assert "https://nudge.example.com/api/reminders/links/" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("preferred", [{"email": None, "email_verified": False}, {"email_verified": True}], ids=str)
async def test_nothing_is_sent_when_there_is_nothing_to_confirm(mailing: Mailing, preferred: dict[str, Any]) -> None:
    await mailing.prefer(**preferred)
    async with relay() as there:
        mailing.with_relay(there)
        assert await mailing.notifier.receive([await asked(mailing)], REMINDERS) == ["SUCCESS"]
    assert there.connections == 0


async def test_a_message_that_fails_is_told_in_the_page(mailing: Mailing) -> None:
    await mailing.prefer(email_verified=False)
    async with relay(RCPT="550 nobody") as there:
        mailing.with_relay(there)
        await mailing.notifier.receive([await asked(mailing)], REMINDERS)
    assert await mailing.notifications() == [("delivery-failed", "Your e-mail address is not confirmed")]
