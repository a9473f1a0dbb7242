"""Push on this device: asked for in the settings, pushed by a reminder, opened and shown by the service worker.

The browser's own way to its maker's push service is the one part that is played here: there is none on a machine without the
internet. The subscription's keys, the encrypted message, its transport over TLS and the service worker are real.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Worker, expect

from tests.authority import server_context
from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window
from tests.push_service import PushService, push_service, vapid_secrets

WANTED = "Show reminders on this device, also while Nudge is closed"

_PATIENCE = 30_000
"""Milliseconds, for machines that are busy."""

_SUBSCRIBE = """
    PushManager.prototype.subscribe = async function (options) {
        window.askedWith = new Uint8Array(options.applicationServerKey).length;
        return { toJSON: () => (%s), unsubscribe: async () => true };
    };
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("push")


@pytest.fixture(scope="module")
async def service(folder: Path) -> AsyncIterator[PushService]:
    async with push_service(server_context(folder, folder / "authority.pem")) as there:
        yield there


@pytest.fixture(scope="module")
def pushed_by(folder: Path, service: PushService) -> Iterator[Nudge]:
    environment = {"SSL_CERT_FILE": str(folder / "authority.pem"), "NUDGE_PUSH_HOSTS": "127.0.0.1"}
    nudge = Nudge(folder / "home", secrets=vapid_secrets(), environment=environment)
    nudge.start()
    yield nudge
    nudge.stop()


async def settings(open_window: OpenWindow, pushed_by: Nudge, service: PushService, **options: Any) -> Window:
    window = await open_window(pushed_by.url, **options)
    await window.page.add_init_script(_SUBSCRIBE % json.dumps(service.subscription()))
    await window.open_live("/?view=settings")
    await expect(window.page.get_by_label(WANTED)).to_be_visible(timeout=_PATIENCE)
    return window


async def deliver(window: Window, message: dict[str, Any]) -> Worker:
    """Hands a message to the service worker as the browser does, while no page of Nudge is open."""
    worker = window.context.service_workers[0]
    await window.page.goto("about:blank")
    protocol = await window.context.new_cdp_session(window.page)
    registrations: list[Any] = []
    protocol.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    await protocol.send("ServiceWorker.enable")
    await eventually(lambda: bool(registrations), True)
    data = {"origin": window.url, "registrationId": registrations[0]["registrationId"], "data": json.dumps(message)}
    await protocol.send("ServiceWorker.deliverPushMessage", data)
    return worker


async def test_a_reminder_comes_to_a_browser_without_a_page_and_is_done_from_there(
    open_window: OpenWindow, pushed_by: Nudge, service: PushService
) -> None:
    window = await settings(open_window, pushed_by, service, permissions=["notifications"])
    await window.page.get_by_label(WANTED).click()
    await expect(window.page.get_by_text("Reminders are shown on this device from now on.")).to_be_visible(
        timeout=_PATIENCE
    )
    assert await window.page.evaluate("window.askedWith") == 65, "the server's key in its raw form (RFC 8292 §3.2)"
    await window.page.reload()
    await expect(window.page.get_by_label(WANTED)).to_be_checked(timeout=_PATIENCE)

    due = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    pushed_by.create("Call mom", due_at=due, timezone=ZONE, reminders=[{"lead_minutes": 0}])
    await eventually(lambda: len(service.messages), 1)
    worker = await deliver(window, service.messages[0])

    async def shown() -> list[list[str]]:
        found: list[list[str]] = await worker.evaluate(
            "async () => (await self.registration.getNotifications()).map(each => [each.title, each.body.slice(0, 3)])"
        )
        return found

    for _ in range(100):
        if await shown():
            break
        await window.page.wait_for_timeout(50)
    assert await shown() == [["Call mom", "Due"]]

    # What a tap on “Done” does; only the operating system can tap.
    await worker.evaluate(
        """async () => {
            const [notification] = await self.registration.getNotifications();
            self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "complete" }));
        }"""
    )
    await eventually(lambda: [task["title"] for task in pushed_by.tasks("completed")], ["Call mom"])
    assert await shown() == []


async def test_push_is_switched_off_again(open_window: OpenWindow, pushed_by: Nudge, service: PushService) -> None:
    window = await settings(open_window, pushed_by, service, permissions=["notifications"])
    await window.page.get_by_label(WANTED).click()
    await expect(window.page.get_by_text("from now on")).to_be_visible(timeout=_PATIENCE)
    await window.page.get_by_label(WANTED).click()
    await expect(window.page.get_by_text("not shown on this device any more")).to_be_visible(timeout=_PATIENCE)
    await window.page.reload()
    await expect(window.page.get_by_label(WANTED)).not_to_be_checked(timeout=_PATIENCE)


async def test_a_browser_that_reaches_no_push_service_says_so(open_window: OpenWindow, pushed_by: Nudge) -> None:
    window = await open_window(pushed_by.url, permissions=["notifications"])
    await window.page.add_init_script(
        "PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'AbortError'); }"
    )
    await window.open_live("/?view=settings")
    await window.page.get_by_label(WANTED).click()
    await expect(window.page.get_by_text("could not reach its push service")).to_be_visible(timeout=_PATIENCE)
    await expect(window.page.get_by_label(WANTED)).not_to_be_checked(timeout=_PATIENCE)


async def test_without_keys_there_is_nothing_to_switch_on(window: Window, nudge: Nudge) -> None:
    await window.open_live("/?view=settings")
    await expect(window.page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()
    await expect(window.page.get_by_label(WANTED)).to_have_count(0)
