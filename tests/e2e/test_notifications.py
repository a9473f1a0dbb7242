"""The bell: one count on all devices, what came together, and what can be done about it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window


def together(nudge: Nudge, *titles: str) -> None:
    """Tasks that are due in the same moment, which is not before all of them are made."""
    due = (datetime.now(UTC) + timedelta(seconds=15)).isoformat()
    for title in titles:
        nudge.create(title, due_at=due, timezone=ZONE, reminders=[{"lead_minutes": 0}])


async def unread(window: Window, count: int) -> None:
    name = f"Notifications, {count} unread" if count else "Notifications"
    await expect(window.page.locator("#bell")).to_have_accessible_name(name, timeout=60_000)


async def open_bell(window: Window) -> Locator:
    await window.page.locator("#bell").click()
    bell = window.page.get_by_role("dialog", name="Notifications")
    await expect(bell).to_be_visible()
    return bell


async def test_reminders_of_one_moment_unfold_and_are_done_and_read_on_all_devices(
    window: Window, open_window: OpenWindow, nudge: Nudge
) -> None:
    nudge.request("POST", "/api/notifications/read", {})
    other = await open_window()
    for either in (window, other):
        await either.open_live()
    together(nudge, "Feed the cat", "Feed the dog", "Feed the fish")
    for either in (window, other):
        await unread(either, 3)
        await expect(either.notice("3 reminders are due.").or_(either.notice("Feed the"))).not_to_have_count(0)

    bell = await open_bell(window)
    bundle = bell.locator(".digest").first
    fold = bundle.get_by_role("button", name=re.compile("3 reminders"))
    await expect(fold).to_have_attribute("aria-expanded", "false")
    await expect(bundle).to_contain_text("Feed the cat")
    await expect(bundle.locator(".within")).to_have_count(0)
    await fold.click()
    await expect(bundle.locator(".within > li")).to_have_count(3)

    await bundle.get_by_role("button", name="Done: Feed the cat").click()
    await eventually(lambda: [task["title"] for task in nudge.tasks("completed")], ["Feed the cat"])
    for either in (window, other):
        await unread(either, 2)
    await bundle.get_by_role("button", name="In an hour: Feed the dog").click()
    for either in (window, other):
        await unread(either, 1)
    await bundle.get_by_role("button", name="Mark these as read").click()
    for either in (window, other):
        await unread(either, 0)
        await expect(either.page.locator('.notice[data-tone="reminder"]')).to_have_count(0)


async def test_devices_that_read_at_the_same_moment_agree_with_the_server(
    window: Window, open_window: OpenWindow, nudge: Nudge
) -> None:
    """Each marks another one, and something new comes while they do: nobody's count knows of the others' at first."""
    nudge.request("POST", "/api/notifications/read", {})
    windows = [window, await open_window(), await open_window()]
    for each in windows:
        await each.open_live()
    together(nudge, *(f"Chore {number}" for number in range(3)))
    for each in windows:
        await unread(each, 3)
    later = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    nudge.create("A chore too late", due_at=later, timezone=ZONE, reminders=[{"lead_minutes": 0}])

    for each in windows:
        await (await open_bell(each)).locator(".digest .fold").first.click()
    await asyncio.gather(*(each.button(f"Read: Chore {n}").click() for n, each in enumerate(windows)))
    await asyncio.gather(*(each.page.keyboard.press("Escape") for each in windows))

    await eventually(
        lambda: nudge.request("GET", "/api/notifications?limit=1")["items"][0]["title"], "A chore too late"
    )
    for each in windows:
        await unread(each, 1)
    await asyncio.gather(*(read_all(each) for each in windows))
    for each in windows:
        await unread(each, nudge.request("GET", "/api/notifications?limit=1")["unread"])


async def read_all(window: Window) -> None:
    """Whoever comes first takes the button from the others."""
    bell = await open_bell(window)
    button = bell.get_by_role("button", name="Mark all as read")
    if await button.count():
        with contextlib.suppress(PlaywrightTimeout):
            await button.click(timeout=2_000)
    await unread(window, 0)


async def test_many_reminders_at_once_are_one_notice(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    together(nudge, *(f"Errand {number}" for number in range(12)))
    notice = window.page.locator('.notice[data-tone="reminder"]').first
    await expect(notice).to_be_visible(timeout=60_000)
    assert await window.page.locator(".notice").count() <= 3
    await unread_at_least(window, 12)
    bell = await open_bell(window)
    await expect(bell.locator(".digest").first).to_contain_text("Errand 11")
    await bell.get_by_role("button", name="Mark all as read").click()
    await unread(window, 0)


async def unread_at_least(window: Window, count: int) -> None:
    expected = re.compile(rf"Notifications, ({'|'.join(str(n) for n in range(count, count + 20))}) unread")
    await expect(window.page.locator("#bell")).to_have_accessible_name(expected, timeout=60_000)


async def test_a_link_opens_the_bell(window: Window, nudge: Nudge) -> None:
    await window.open_live("/?bell=all")
    await expect(window.page.get_by_role("dialog", name="Notifications")).to_be_visible()
