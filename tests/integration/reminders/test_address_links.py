"""Links that are about the e-mail address itself: confirming it, and ending mail with one click (RFC 8058), in the running product."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.mailbox.store import Store, folder
from local.secrets_file import read_secrets
from shared.links import Link, address_mark, sign
from tests.eventually import eventually
from tests.integration.reminders.test_acting import message, reminded
from tests.integration.tasks import unique
from tests.product import Product


@pytest.fixture(autouse=True)
async def usual(api: httpx.AsyncClient) -> AsyncIterator[None]:
    """Others find the settings as they were."""
    yield
    await api.put("/api/settings", json={"email": None, "delivery_methods": ["email", "in-app"]})


async def settings(api: httpx.AsyncClient) -> dict[str, Any]:
    return dict((await api.get("/api/settings")).json())


async def question(nudge: Product, address: str) -> EmailMessage:
    """The message that asks whether the address is the person's own."""

    async def look() -> EmailMessage | None:
        found = (each.message for each in Store(folder(nudge.home)).newest(50))
        return next((each for each in found if each["To"] == address and "confirm" in str(each["Subject"])), None)

    asked = await eventually(look)
    assert asked
    return asked


def path(text: str) -> str:
    """Of the link in a text or header."""
    return text[text.index("/api/reminders/links/") :].split()[0].rstrip(">")


async def test_an_address_is_confirmed_by_its_link_and_by_pressing_the_button(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    address = f"{uuid4().hex}@example.org"
    await api.put("/api/settings", json={"email": address})
    link = path((await question(nudge, address)).get_body(("plain",)).get_content())  # type: ignore[union-attr]
    async with nudge.client() as stranger:
        assert "Is this your e-mail address?" in (await stranger.get(link)).text
        assert not (await settings(api))["email_verified"], "a mail program that looks at links confirms nothing"
        assert "Reminders will be sent here." in (await stranger.post(link)).text
        assert "done already" in (await stranger.post(link)).text
    assert (await settings(api))["email_verified"]


async def test_a_link_confirms_no_other_address_than_its_own(nudge: Product, api: httpx.AsyncClient) -> None:
    first, second = (f"{uuid4().hex}@example.org" for _ in range(2))
    await api.put("/api/settings", json={"email": first})
    link = path((await question(nudge, first)).get_body(("plain",)).get_content())  # type: ignore[union-attr]
    await api.put("/api/settings", json={"email": second})
    answer = await api.post(link)
    assert (answer.status_code, "another e-mail address" in answer.text) == (404, True)
    assert not (await settings(api))["email_verified"]


async def test_one_click_ends_reminders_by_mail_and_the_page_still_shows_them(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    title = unique("Pay rent")
    await reminded(api, title)
    mail = await message(nudge, title)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    async with nudge.client() as provider:
        answer = await provider.post(path(mail["List-Unsubscribe"]), data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "No more reminders will be sent" in answer.text) == (200, True)
    assert (await settings(api))["delivery_methods"] == ["in-app"]
    quiet = unique("Quiet")
    shown = await reminded(api, quiet)

    async def over() -> bool:
        rows = nudge.sql("SELECT status, delivery_method FROM reminder WHERE id = %s", shown["reminder_id"])
        return rows == [("sent", "in-app")]

    await eventually(over)
    assert not any(quiet in each.part("plain") for each in Store(folder(nudge.home)).newest(50))


async def test_a_link_that_has_expired_does_nothing(nudge: Product, api: httpx.AsyncClient) -> None:
    address = f"{uuid4().hex}@example.org"
    await api.put("/api/settings", json={"email": address})
    key = read_secrets(nudge.home)["link-key"]
    old = Link(uuid4(), "verify-email", address_mark(address), datetime.now(UTC) - timedelta(minutes=1))
    for ask in (api.get, api.post):
        answer = await ask(f"/api/reminders/links/{sign(old, key)}")
        assert (answer.status_code, "expired" in answer.text) == (404, True)
    assert not (await settings(api))["email_verified"]
