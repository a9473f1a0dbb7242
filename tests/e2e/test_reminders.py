"""Reminders and repetition as people see them: in the page, in the mailbox, and month after month."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window


def soon(nudge: Nudge, title: str, seconds: float = 2) -> dict[str, object]:
    """A task that is due in a moment, with a reminder at that time."""
    due = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
    return nudge.create(title, due_at=due, timezone=ZONE, reminders=[{"lead_minutes": 0}])


def shown(window: Window, title: str) -> Locator:
    """The reminder in the list of notifications."""
    return window.page.locator(".notification").filter(has_text=title)


async def open_bell(window: Window) -> None:
    await window.page.locator("#bell").click()
    await expect(window.page.get_by_role("dialog", name="Notifications")).to_be_visible()


async def test_said_in_the_chat_a_reminder_arrives_in_page_and_mailbox(window: Window, open_window: OpenWindow) -> None:
    """“In one minute” is the nearest that whole minutes allow; the message says what is due, when, and leads there."""
    await window.open_live()
    due = datetime.now(ZoneInfo(ZONE)) + timedelta(minutes=1)
    await window.say(f"Remind me to take out the bins at {due:%H:%M}")

    await expect(window.notice("take out the bins: Due")).to_be_visible(timeout=90_000)
    await expect(window.page.locator("#bell")).to_have_accessible_name(re.compile("unread"))

    mailbox = await open_window()
    await mailbox.open("/mailbox")
    await mailbox.page.get_by_role("link", name="take out the bins").first.click()
    message = mailbox.page.frame_locator("iframe")
    await expect(message.get_by_text(f"Due: {due:%A} {due.day} {due:%B %Y} at {due:%H:%M}")).to_be_visible()
    async with mailbox.context.expect_page() as opened:
        await message.get_by_role("link", name="take out the bins").click()
    page = await opened.value
    await expect(page.locator("#tasks li.task .title")).to_have_text(["take out the bins"])


async def test_a_bill_that_repeats_every_month(window: Window) -> None:
    await window.open_live()
    answer = await window.say("Pay electricity bill monthly on the 1st, remind me an hour before")
    await expect(answer.locator(".card")).to_contain_text("every month")
    row = window.row("Pay electricity bill")
    await expect(row).to_contain_text("1 hour before")
    today = datetime.now(ZoneInfo(ZONE))
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    second = (first + timedelta(days=32)).replace(day=1)
    await expect(row.locator("time")).to_have_attribute("title", re.compile(f"1 {first:%B %Y}"))

    await window.complete("Pay electricity bill")

    following = window.in_group("upcoming", "Pay electricity bill")
    await expect(following).to_have_count(1)
    await expect(following.locator("time")).to_have_attribute("title", re.compile(f"1 {second:%B %Y}"))
    await expect(following).to_contain_text("1 hour before")


async def test_one_window_reads_for_all(window: Window, open_window: OpenWindow, nudge: Nudge) -> None:
    other = await open_window()
    await window.open_live()
    await other.open_live()
    soon(nudge, "Feed the cat")
    for either in (window, other):
        await expect(either.notice("Feed the cat")).to_be_visible(timeout=30_000)
    await open_bell(window)
    await window.button("Read: Feed the cat").click()
    await expect(other.notice("Feed the cat")).to_have_count(0)


async def test_done_from_the_bell(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    soon(nudge, "Feed the dog")
    await expect(window.notice("Feed the dog: Due")).to_be_visible(timeout=30_000)
    await open_bell(window)
    await window.page.get_by_role("dialog").get_by_role("button", name="Done: Feed the dog").click()
    await window.page.keyboard.press("Escape")
    await window.unfold_completed()
    await expect(window.in_group("completed", "Feed the dog")).to_have_count(1)


async def test_put_off_from_the_bell(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    task = soon(nudge, "Feed the fish")
    await expect(window.notice("Feed the fish: Due")).to_be_visible(timeout=30_000)
    await open_bell(window)
    await window.button("In an hour: Feed the fish").click()
    await expect(window.notice("You will be reminded of “Feed the fish” again.")).to_be_visible()

    def scheduled() -> int:
        trail = nudge.request("GET", f"/api/audit?entity_id={task['id']}")["items"]
        return [entry["event_type"] for entry in trail].count("reminder.scheduled")

    await eventually(scheduled, 2)


async def test_a_link_to_several_shows_just_those(window: Window, nudge: Nudge) -> None:
    due = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    for name in ("Water the rose", "Water the tulip"):
        nudge.create(name, due_at=due, timezone=ZONE, reminders=[{"lead_minutes": 0}])
    found = await together(nudge, "Water the rose")
    await window.open_live(f"/?digest={found}")
    await expect(shown(window, "Water the rose")).to_have_count(1)
    await expect(shown(window, "Water the tulip")).to_have_count(1)
    await expect(window.page.locator(".notification")).to_have_count(2)


async def together(nudge: Nudge, title: str) -> str:
    """The message that told of the task."""
    for _ in range(300):
        items = nudge.request("GET", "/api/notifications?limit=20")["items"]
        for item in items:
            if item["title"] == title and item["digest_id"]:
                return str(item["digest_id"])
        await asyncio.sleep(0.1)
    raise AssertionError(f"no message told of {title}")


async def test_whoever_has_moved_decides_whether_the_times_move(open_window: OpenWindow, nudge: Nudge) -> None:
    home = await open_window()
    await home.open_live()
    nudge.request("PUT", "/api/settings", {"timezone": ZONE})
    task = nudge.create("Call the bank", due_at="2030-01-15T09:00", timezone=ZONE, reminders=[])
    away = await open_window(timezone_id="America/New_York")
    await away.open_live()
    await away.button("Move them along").click()

    async def moved() -> bool:
        return bool(nudge.request("GET", f"/api/tasks/{task['id']}")["due_at"] == "2030-01-15T14:00:00Z")

    for _ in range(100):
        if await moved():
            break
        await asyncio.sleep(0.1)
    assert await moved(), "9:00 stays 9:00"
    nudge.request("PUT", "/api/settings", {"timezone": ZONE})


async def test_the_settings_are_kept_and_hold_in_every_window(window: Window, nudge: Nudge) -> None:
    await window.open_live("/?view=settings")
    await window.page.get_by_label("an hour before").check()
    await expect(window.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert sorted(nudge.request("GET", "/api/settings")["default_lead_minutes"]) == [0, 60]
    await window.page.get_by_label("Your e-mail address").fill("nobody")
    await window.button("Save").click()
    await expect(window.page.locator(".settings .problem")).to_contain_text("email")
    await window.page.get_by_label("an hour before").uncheck()
    await expect(window.page.locator(".settings .problem")).to_be_empty()
    window.forgive_network()


async def test_what_was_missed_stands_on_the_list_until_it_is_dismissed(window: Window, nudge: Nudge) -> None:
    begun = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=3)
    nudge.create(
        "Take the pills", due_at=begun.isoformat(), timezone=ZONE, recurrence={"pattern": "daily", "interval": 1}
    )
    await window.open_live()
    await window.complete("Take the pills")
    overdue = window.in_group("overdue", "Take the pills")
    await expect(overdue).to_have_count(2)
    await window.notice("2 that were missed are on your list now").get_by_role("button", name="Dismiss them").click()
    await expect(overdue).to_have_count(0)
    await expect(window.in_group("today", "Take the pills")).to_have_count(1)
