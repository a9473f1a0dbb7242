"""`python -m tests.e2e.screenshots`: writes the pictures of docs/images from a real Nudge with sample tasks."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.e2e.nudge import ROOT, Nudge
from tests.e2e.window import ZONE, Window, open_browser

IMAGES = ROOT / "docs/images"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def day(days: int, time: str = "") -> str:
    return f"{datetime.now().astimezone() + timedelta(days=days):%Y-%m-%d}{time and f'T{time}:00'}"


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


async def picture(browser: Browser, nudge: Nudge, name: str, **options: Any) -> None:
    context = await browser.new_context(timezone_id=ZONE, locale="en-US", reduced_motion="reduce", **options)
    window = Window(await context.new_page(), context, nudge.url)
    await window.open_live()
    await expect(window.rows).not_to_have_count(0)
    if options.get("is_mobile"):
        await window.say("Create a task to call mom on Sunday at 3pm")
    else:
        await window.say("Change book the dentist due date to Monday")
        await window.say("Create a task to call mom on Sunday at 3pm, high priority, remind me an hour before")
    await window.page.evaluate("document.activeElement.blur()")
    await window.page.screenshot(path=IMAGES / f"{name}.png")
    await context.close()


async def take(nudge: Nudge) -> None:
    looks: dict[str, dict[str, Any]] = {
        "today-light": {"viewport": DESKTOP, "color_scheme": "light"},
        "today-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
        "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2},
    }
    async with open_browser() as browser:
        for name, options in looks.items():
            nudge.clear()
            for sample in SAMPLES:
                nudge.create(**sample, timezone=ZONE)
            nudge.request("POST", f"/api/tasks/{nudge.create('Pay rent')['id']}/complete", {})
            await picture(browser, nudge, name, **options)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        nudge = Nudge(Path(folder) / "home")
        nudge.start()
        try:
            asyncio.run(take(nudge))
        finally:
            nudge.stop()


if __name__ == "__main__":
    main()
