"""`python -m tests.e2e.screenshots`: writes the pictures of docs/images from a real Nudge with sample tasks."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from playwright.async_api import Browser, expect

from tests.e2e.eventually import eventually
from tests.e2e.nudge import ROOT, Nudge
from tests.e2e.window import ZONE, Window, open_browser
from tests.push_service import vapid_secrets

IMAGES = ROOT / "docs/images"
LOOKS: Mapping[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1120, "height": 760}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1120, "height": 760}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


def day(days: int, time: str = "") -> str:
    return f"{datetime.now(ZoneInfo(ZONE)) + timedelta(days=days):%Y-%m-%d}{time and f'T{time}:00'}"


SAMPLES: tuple[dict[str, Any], ...] = (
    {"title": "Renew passport", "due_at": day(-3), "priority": "high", "tags": ["papers"]},
    {"title": "Submit report", "due_at": day(0, "23:30"), "priority": "high", "tags": ["work"],
     "reminders": [{"lead_minutes": 60}], "description": "One page is enough; the figures are in the shared folder."},
    {"title": "Buy groceries", "due_at": day(0), "tags": ["home"], "description": "Oats, coffee, lemons"},
    {"title": "Water the plants", "due_at": day(1, "09:00"), "recurrence": {"pattern": "weekly", "interval": 1}},
    {"title": "Book the dentist", "due_at": day(9, "10:30"), "priority": "medium"},
    {"title": "Walk dog", "tags": ["home"]},
    {"title": "Plan the spring trip", "description": "Mountains or sea?"},
)  # fmt: skip

_GIVEN_UP = """
    INSERT INTO dead_letter (id, event_id, consumer, topic, type, subject, correlation_id, reason, attempts, status, size,
                             first_at, last_at)
    SELECT gen_random_uuid(), id, 'write-audit', topic, type, '', '', 'The disk was full.', 4, 'open', 1, now(), now()
    FROM event WHERE topic = 'task-events' ORDER BY id DESC LIMIT 1
"""


def prepare(nudge: Nudge) -> None:
    """An everyday list: one task done, one in the trash, two reminders that came together, and one event given up."""
    for sample in SAMPLES:
        nudge.create(**sample, timezone=ZONE)
    nudge.request("POST", f"/api/tasks/{nudge.create('Pay rent')['id']}/complete", {})
    nudge.request("DELETE", f"/api/tasks/{nudge.create('Old shopping list')['id']}")
    due = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    for title in ("Take the bread out", "Call the plumber back"):
        nudge.create(title, due_at=due, timezone=ZONE, reminders=[{"lead_minutes": 0}])
    nudge.request("PUT", "/api/settings", {"email": "you@example.org", "timezone": ZONE})
    with psycopg.connect(
        json.loads((nudge.home / "secrets.json").read_text())["database-url"], autocommit=True
    ) as connection:
        connection.execute(_GIVEN_UP)


async def today(window: Window) -> None:
    await window.open_live()
    await expect(window.rows).not_to_have_count(0)


async def chat(window: Window) -> None:
    await today(window)
    await window.say("Change book the dentist due date to Monday")
    await window.say("Create a task to call mom on Sunday at 3pm, high priority, remind me an hour before")


async def settings(window: Window) -> None:
    await window.open_live("/?view=settings")
    await expect(window.page.get_by_role("heading", name="Time zone")).to_be_visible()


async def notifications(window: Window) -> None:
    await window.open_live("/?bell=all")
    await window.page.locator(".digest .fold").first.click()


async def trash(window: Window) -> None:
    await window.open_live("/?view=trash")
    await expect(window.row("Old shopping list")).to_be_visible()


async def series(window: Window) -> None:
    await today(window)
    await window.row("Water the plants").locator(".title").click()
    await window.page.get_by_label("Time", exact=True).fill("10:00")
    await window.button("Save").click()
    await expect(window.page.get_by_role("dialog", name="Change how many?")).to_be_visible()


async def history(window: Window) -> None:
    await window.open_live("/?q=groceries")
    await window.row("Buy groceries").locator(".title").click()
    await window.button("History").click()
    await window.page.locator(".history li").first.scroll_into_view_if_needed()


async def operations(window: Window) -> None:
    await window.open_live("/?view=operations")
    await expect(window.page.get_by_role("heading", name="What waits")).to_be_visible()


SCREENS: tuple[Callable[[Window], Awaitable[None]], ...] = (
    today, chat, settings, notifications, trash, series, history, operations,
)  # fmt: skip


async def take(nudge: Nudge) -> None:
    prepare(nudge)
    await eventually(lambda: nudge.request("GET", "/api/notifications?limit=1")["unread"], 2, seconds=60)
    async with open_browser() as browser:
        for look, options in LOOKS.items():
            for screen in SCREENS:
                await picture(browser, nudge, screen, look, options)
            forget_the_chat(nudge)


def forget_the_chat(nudge: Nudge) -> None:
    """Every look begins with the same list."""
    for task in nudge.tasks():
        if task["title"] == "call mom":
            nudge.request("DELETE", f"/api/tasks/{task['id']}?permanent=true")
        if task["title"] == "Book the dentist":
            nudge.request("PATCH", f"/api/tasks/{task['id']}", {"due_at": day(9, "10:30"), "timezone": ZONE})


async def picture(
    browser: Browser, nudge: Nudge, screen: Callable[[Window], Awaitable[None]], look: str, options: Mapping[str, Any]
) -> None:
    context = await browser.new_context(timezone_id=ZONE, locale="en-US", reduced_motion="reduce", **options)
    window = Window(await context.new_page(), context, nudge.url)
    await screen(window)
    await window.page.evaluate("document.activeElement.blur()")
    await window.page.mouse.move(0, 0)
    name = IMAGES / f"{screen.__name__}-{look}.png"
    await window.page.screenshot(path=name)
    print(name.relative_to(ROOT), flush=True)
    await context.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        nudge = Nudge(Path(folder) / "home", secrets=vapid_secrets())
        nudge.start()
        try:
            asyncio.run(take(nudge))
        finally:
            nudge.stop()


if __name__ == "__main__":
    main()
