"""Changing and deleting what repeats: this one, or the series with it."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window

WEEKLY = {"due_at": "2030-01-07", "timezone": ZONE, "recurrence": {"pattern": "weekly", "interval": 1}}


def dialog(window: Window, name: str) -> Locator:
    return window.page.get_by_role("dialog", name=name)


async def rename(window: Window, before: str, after: str) -> Locator:
    """Saves another title; gives the question that comes."""
    await window.row(before).locator(".title").click()
    await window.page.get_by_label("Title").fill(after)
    await window.button("Save").click()
    question = dialog(window, "Change how many?")
    await expect(question).to_be_visible()
    return question


async def delete(window: Window, title: str) -> Locator:
    await window.row(title).hover()
    await window.button(f"Delete {title}").click()
    question = dialog(window, "Delete how many?")
    await expect(question).to_be_visible()
    return question


async def test_nothing_slips_away_when_the_next_days_are_shown(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the ficus", **WEEKLY)
    await window.open_live()
    await window.row("Water the ficus").locator(".title").click()
    save, days = window.button("Save"), window.page.locator(".next li")
    before = await save.bounding_box()
    await expect(days).to_have_count(5)
    assert before and before == await save.bounding_box()


async def test_one_of_a_series_is_deleted_and_the_next_follows(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the ficus", **WEEKLY)
    await window.open_live()
    await (await delete(window, "Water the ficus")).get_by_role("button", name="Only this one").click()
    following = window.row("Water the ficus").locator("time")
    await expect(following).to_have_attribute("title", re.compile("14 January 2030"))
    await expect(window.notice("The next one follows")).to_be_visible()


async def test_a_series_is_ended_with_all_that_is_open(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the ficus", **WEEKLY)
    await window.open_live()
    await (await delete(window, "Water the ficus")).get_by_role("button", name="All of them: stop repeating").click()
    await expect(window.row("Water the ficus")).to_have_count(0)
    await expect(window.notice("does not repeat any more")).to_be_visible()
    assert nudge.tasks() == []


async def test_a_change_of_this_one_leaves_the_next_as_it_was(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the palm", **WEEKLY)
    await window.open_live()
    await (
        (await rename(window, "Water the palm", "Water both palms")).get_by_role("button", name="Only this one").click()
    )
    await eventually(lambda: [task["title"] for task in nudge.tasks()], ["Water both palms"])
    await window.complete("Water both palms")
    await expect(window.in_group("upcoming", "Water the palm")).to_be_visible()


async def test_a_change_of_all_that_follow_is_in_the_next(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the palm", **WEEKLY)
    await window.open_live()
    question = await rename(window, "Water the palm", "Water both palms")
    await question.get_by_role("button", name="This one and all that follow").click()
    await expect(window.notice("and all that follow.")).to_be_visible()
    await window.complete("Water both palms")
    following = window.in_group("upcoming", "Water both palms").locator("time")
    await expect(following).to_have_attribute("title", re.compile("14 January 2030"))


async def test_whoever_cancels_keeps_the_edit_and_the_task(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the palm", **WEEKLY)
    await window.open_live()
    await rename(window, "Water the palm", "Water both palms")
    await window.page.keyboard.press("Escape")
    await expect(window.page.get_by_label("Title")).to_have_value("Water both palms")
    await window.button("Cancel").click()
    await delete(window, "Water the palm")
    await window.button("Cancel").click()
    await expect(window.row("Water the palm")).to_be_visible()
    assert [(task["title"], task["version"]) for task in nudge.tasks()] == [("Water the palm", 1)]


async def test_an_edit_that_does_not_reach_the_series_is_not_lost(window: Window, nudge: Nudge) -> None:
    nudge.create("Water the palm", **WEEKLY)
    await window.open_live()
    question = await rename(window, "Water the palm", "Water both palms")
    await window.page.route("**/api/series/**", lambda route: route.abort())
    await question.get_by_role("button", name="This one and all that follow").click()
    await expect(window.notice("could not be reached")).to_be_visible()
    await expect(window.page.get_by_label("Title")).to_have_value("Water both palms")
    window.forgive_network()
