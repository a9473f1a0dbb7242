"""The five stories that Nudge is made for, each from beginning to end as a person lives it: one window light, another device dark."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.test_safety import faults
from tests.e2e.window import ZONE, Window


@pytest.fixture
async def desk(open_window: OpenWindow) -> AsyncIterator[Window]:
    window = await open_window(reduced_motion="reduce")
    await window.open_live()
    yield window
    assert await faults(window) == []


@pytest.fixture
async def phone(open_window: OpenWindow) -> AsyncIterator[Window]:
    """Another device of the same person, on which the dark look is chosen."""
    window = await open_window(viewport={"width": 390, "height": 844}, color_scheme="dark", reduced_motion="reduce")
    await window.open_live()
    yield window
    assert await faults(window) == []
    assert not await window.scrolls_sideways()


async def test_story_1_a_list_is_kept_by_talking(desk: Window, nudge: Nudge) -> None:
    """Create, ask, change, complete and delete: five sentences, and what is unclear is asked instead of guessed."""
    created = await desk.say("Create a task to call mom on Sunday at 3pm")
    await expect(created.locator(".card .title")).to_have_text(re.compile("call mom", re.IGNORECASE))
    await expect(created.locator(".card time")).to_have_text(re.compile(r"Sunday, \d+ \w+ \d{4}, 15:00"))
    await desk.say("Create a task to walk dog")

    listed = await desk.say("What are my tasks?")
    await expect(listed.locator(".card")).to_have_count(2)

    await desk.say("Change call mom due date to Monday")
    await expect(desk.row("call mom").locator("time")).to_have_attribute("title", re.compile("Monday.*15:00"))

    asked = await desk.say("Create a task for later")
    await expect(asked).to_contain_text("?")

    await desk.say("Mark call mom as complete")
    await desk.unfold_completed()
    await expect(desk.in_group("completed", "call mom")).to_be_visible()
    await desk.say("Delete walk dog task")
    await expect(desk.row("walk dog")).to_have_count(0)
    assert [task["title"] for task in nudge.tasks("trashed")] == ["walk dog"]


async def test_story_2_a_reminder_comes_on_time_and_is_put_off_and_done(
    desk: Window, phone: Window, nudge: Nudge
) -> None:
    """It shows on every device, no earlier than its moment; what one device does about it holds for all."""
    nudge.request("POST", "/api/notifications/read", {})
    due = datetime.now(UTC) + timedelta(seconds=8)
    nudge.create("Take the bread out", due_at=due.isoformat(), timezone=ZONE, reminders=[{"lead_minutes": 0}])
    for either in (desk, phone):
        await expect(either.notice("Take the bread out")).to_be_visible(timeout=60_000)
        assert datetime.now(UTC) >= due

    await desk.page.locator("#bell").click()
    await desk.button("In an hour: Take the bread out").click()
    for either in (desk, phone):
        await expect(either.page.locator("#bell")).not_to_have_accessible_name(re.compile("unread"))
        await expect(either.page.locator('.notice[data-tone="reminder"]')).to_have_count(0)
    [task] = nudge.tasks()
    reminders = nudge.request("GET", f"/api/audit?entity_id={task['id']}&event_type=reminder.scheduled")["items"]
    assert len(reminders) == 2

    await desk.page.keyboard.press("Escape")
    await desk.complete("Take the bread out")
    await expect(phone.row("Take the bread out")).to_have_count(0)


async def test_story_3_a_repeating_task_makes_its_own_next_one(desk: Window, phone: Window) -> None:
    """With its tags and reminders, a month later; an end is put to it where it is deleted."""
    answer = await desk.say("Pay electricity bill monthly on the 1st, remind me an hour before")
    await expect(answer.locator(".card")).to_contain_text("every month")
    today = datetime.now(ZoneInfo(ZONE))
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    second = (first + timedelta(days=32)).replace(day=1)
    await expect(phone.row("Pay electricity bill").locator("time")).to_have_attribute(
        "title", re.compile(f"1 {first:%B %Y}")
    )

    await desk.complete("Pay electricity bill")
    for either in (desk, phone):
        following = either.in_group("upcoming", "Pay electricity bill")
        await expect(following.locator("time")).to_have_attribute("title", re.compile(f"1 {second:%B %Y}"))
        await expect(following).to_contain_text("1 hour before")

    await desk.row("Pay electricity bill").hover()
    await desk.button("Delete Pay electricity bill").click()
    question = desk.page.get_by_role("dialog", name="Delete how many?")
    await question.get_by_role("button", name="All of them: stop repeating").click()
    for either in (desk, phone):
        await expect(either.group("upcoming")).to_have_count(0)


async def test_story_4_every_open_screen_shows_the_same_within_moments(
    desk: Window, phone: Window, nudge: Nudge
) -> None:
    """Also what was done while a device had no network, and with a word where two changed the same thing."""
    await phone.say("Create a task to buy milk #home")
    await expect(desk.row("buy milk")).to_be_visible()
    await desk.complete("buy milk")
    await expect(phone.row("buy milk")).to_have_count(0)
    await desk.button("Undo").click()
    await expect(phone.row("buy milk")).to_be_visible()

    await phone.context.set_offline(True)
    await phone.is_connected("Offline")
    await phone.row("buy milk").locator(".title").click()
    await phone.page.get_by_label("Title").fill("buy oat milk")
    await phone.button("Save").click()
    await expect(phone.row("buy oat milk")).to_be_visible()
    [task] = nudge.tasks()
    nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": "buy soy milk"})
    await expect(desk.row("buy soy milk")).to_be_visible()

    await phone.context.set_offline(False)
    await expect(phone.notice("buy soy milk")).to_be_visible(timeout=60_000)
    for either in (desk, phone):
        await expect(either.row("buy oat milk")).to_be_visible()
    await phone.notice("buy soy milk").get_by_role("button", name="Take the other").click()
    for either in (desk, phone):
        await expect(either.row("buy soy milk")).to_be_visible()
    phone.forgive_network()


async def test_story_5_what_happened_can_be_told_and_how_the_parts_are(desk: Window, nudge: Nudge) -> None:
    """The history of a task in words, by whom and when, and the health of every function."""
    await desk.say("Create a task to write the letter")
    await desk.say("Change write the letter due date to Monday")
    await desk.complete("write the letter")
    await eventually(lambda: len(nudge.tasks("completed")), 1)
    [task] = nudge.tasks("completed")
    await eventually(
        lambda: len(nudge.request("GET", f"/api/audit?entity_id={task['id']}&limit=50")["items"]) >= 3, True
    )

    await desk.unfold_completed()
    await desk.in_group("completed", "write the letter").locator(".title").click()
    form = desk.page.locator("form.editor")
    await form.get_by_role("button", name="History").click()
    words = form.locator(".history li bdi")
    await expect(words.first).to_have_text("Completed")
    await expect(words.filter(has_text=re.compile("^Changed .*date"))).to_have_count(1)
    await expect(words.last).to_have_text("Created")

    await desk.open_live("/?view=settings")
    await desk.page.get_by_role("link", name="Operations").click()
    await expect(desk.page.get_by_text("parts are well")).to_be_visible()
    waiting = desk.page.get_by_role("region", name="What waits").get_by_role("row")
    await expect(waiting.filter(has_text="write-audit").filter(has_text="task-events")).to_have_count(1)
