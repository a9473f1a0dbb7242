"""The list: complete, delete, restore, edit, search, and what it looks like when there is much or nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.async_api import Route, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window


async def test_tasks_stand_in_the_group_of_their_date(window: Window, nudge: Nudge) -> None:
    today = datetime.now(ZoneInfo(ZONE))
    nudge.create("Late", due_at=f"{today - timedelta(days=3):%Y-%m-%d}")
    nudge.create("Now", due_at=f"{today:%Y-%m-%d}T23:59:59", timezone=ZONE)
    nudge.create("Soon", due_at=f"{today + timedelta(days=30):%Y-%m-%d}")
    nudge.create("Whenever")
    await window.open_live()
    for group, title in (("overdue", "Late"), ("today", "Now"), ("upcoming", "Soon"), ("someday", "Whenever")):
        await expect(window.in_group(group, title)).to_be_visible()
    await expect(window.row("Late").locator("time")).to_contain_text("3 days ago")


async def test_a_row_shows_priority_tags_repeat_and_reminders(window: Window, nudge: Nudge) -> None:
    nudge.create(
        "Water the plants",
        due_at="2031-05-04T09:00:00",
        timezone=ZONE,
        priority="high",
        tags=["home", "green"],
        reminders=[{"lead_minutes": 60}],
        recurrence={"pattern": "weekly", "interval": 2},
    )
    await window.open_live()
    row = window.row("Water the plants")
    for text in ("High priority", "Repeats every 2 weeks", "Reminder 1 hour before", "home", "green"):
        await expect(row.locator(".marks")).to_contain_text(text)


async def test_completing_can_be_undone(window: Window, open_window: OpenWindow, nudge: Nudge) -> None:
    nudge.create("Pay rent")
    other = await open_window()
    await window.open_live()
    await other.open_live()
    await window.complete("Pay rent")
    for either in (window, other):
        await expect(either.group("completed")).to_be_visible()
    await window.notice("Completed").get_by_role("button", name="Undo").click()
    for either in (window, other):
        await expect(either.in_group("someday", "Pay rent")).to_be_visible()
    await eventually(lambda: [task["status"] for task in nudge.tasks()], ["active"])


async def test_a_completed_task_can_be_reopened(window: Window, nudge: Nudge) -> None:
    task = nudge.create("Pay rent")
    nudge.request("POST", f"/api/tasks/{task['id']}/complete", {})
    await window.open_live()
    await expect(window.rows).to_have_count(0)
    await window.unfold_completed()
    await window.complete("Pay rent")
    await expect(window.in_group("someday", "Pay rent")).to_be_visible()


async def test_a_deleted_task_waits_in_the_trash(window: Window, nudge: Nudge) -> None:
    nudge.create("Walk dog")
    await window.open_live()
    await window.row("Walk dog").hover()
    await window.button("Delete Walk dog").click()
    await expect(window.notice("Moved “Walk dog” to the trash.")).to_be_visible()
    await expect(window.rows).to_have_count(0)
    await window.page.get_by_role("link", name="Trash").click()
    await window.button("Restore Walk dog").click()
    await expect(window.rows).to_have_count(0)
    await window.page.get_by_role("link", name="Tasks", exact=True).click()
    await expect(window.row("Walk dog")).to_be_visible()
    await eventually(lambda: nudge.tasks("trashed"), [])


async def test_the_trash_can_be_searched(window: Window, nudge: Nudge) -> None:
    for title in ("Crêpes for the party", "Tax papers"):
        nudge.request("DELETE", f"/api/tasks/{nudge.create(title)['id']}")
    await window.open_live("/?view=trash")
    await expect(window.rows).to_have_count(2)
    await window.page.get_by_label("Search the trash").fill("crepes")
    await expect(window.rows).to_have_count(1)
    await expect(window.row("Crêpes for the party")).to_be_visible()
    await expect(window.page).to_have_url(f"{window.url}/?view=trash&q=crepes")
    await window.page.get_by_label("Search the trash").fill("nothing of that kind")
    await expect(window.page.get_by_text("No task matches.")).to_be_visible()
    await window.button("Show all").click()
    await expect(window.rows).to_have_count(2)
    await window.page.get_by_role("link", name="Tasks", exact=True).click()
    await expect(window.page.get_by_label("Search tasks")).to_have_value("")


async def test_deleting_can_be_undone(window: Window, nudge: Nudge) -> None:
    nudge.create("Walk dog")
    await window.open_live()
    await window.row("Walk dog").hover()
    await window.button("Delete Walk dog").click()
    await window.notice("Moved").get_by_role("button", name="Undo").click()
    await expect(window.in_group("someday", "Walk dog")).to_be_visible()
    await eventually(lambda: len(nudge.tasks()), 1)


async def test_deleting_for_good_asks_first_and_reaches_every_window(
    window: Window, open_window: OpenWindow, nudge: Nudge
) -> None:
    task = nudge.create("Old note")
    nudge.request("DELETE", f"/api/tasks/{task['id']}")
    other = await open_window()
    for either in (window, other):
        await either.open_live("/?view=trash")
        await expect(either.row("Old note")).to_be_visible()
    await window.button("Delete for good: Old note").click()
    await window.button("Keep").click()
    await window.button("Delete for good: Old note").click()
    await window.button("Yes, delete").click()
    for either in (window, other):
        await expect(either.rows).to_have_count(0)
    await eventually(lambda: nudge.tasks("trashed"), [])


async def test_every_field_can_be_edited_in_place(window: Window, nudge: Nudge) -> None:
    nudge.create("Draft")
    await window.open_live()
    await window.row("Draft").locator(".title").click()
    form = window.page.get_by_role("form", name="Edit Draft")
    await form.get_by_label("Title").fill("Final text")
    await form.get_by_label("Date").fill("2031-05-04")
    await form.get_by_label("Time").fill("09:30")
    await form.get_by_label("High").check()
    await form.get_by_label("Tags").fill("work, #q2")
    await form.get_by_label("Notes").fill("Two pages")
    await form.get_by_role("button", name="Save").click()
    row = window.in_group("upcoming", "Final text")
    await expect(row.locator("time")).to_have_attribute("title", "Sunday, 4 May 2031, 09:30 CEST")
    await eventually(lambda: [task["version"] for task in nudge.tasks()], [2])
    [task] = nudge.tasks()
    assert task["due_at"] == "2031-05-04T07:30:00Z"
    assert task["due_zone"] == ZONE
    assert (task["priority"], task["tags"], task["description"]) == ("high", ["work", "q2"], "Two pages")

    await row.locator(".title").click()
    form = window.page.get_by_role("form", name="Edit Final text")
    await form.get_by_label("Time").fill("")
    await form.get_by_label("Notes").fill("")
    await form.get_by_role("button", name="Save").click()
    await expect(row.locator("time")).to_have_attribute("title", "Sunday, 4 May 2031, all day")
    await eventually(lambda: [task["version"] for task in nudge.tasks()], [3])
    [task] = nudge.tasks()
    assert (task["due_at"], task["all_day"], task["description"]) == ("2031-05-04", True, None)


async def test_an_edit_may_be_cancelled_and_a_title_is_needed(window: Window, nudge: Nudge) -> None:
    nudge.create("Keep me")
    await window.open_live()
    await window.row("Keep me").locator(".title").click()
    await window.page.get_by_label("Title").fill(" ")
    await window.button("Save").click()
    await expect(window.page.get_by_text("A task needs a title.")).to_be_visible()
    await window.page.keyboard.press("Escape")
    await expect(window.row("Keep me")).to_be_visible()
    assert [task["version"] for task in nudge.tasks()] == [1]


async def test_a_conflict_is_told_and_the_last_change_kept(window: Window, nudge: Nudge) -> None:
    task = nudge.create("Meeting")
    await window.open_live()
    await window.row("Meeting").locator(".title").click()
    await window.page.get_by_label("Title").fill("Meeting with Zoë")
    nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": "Meeting in town", "version": 1})
    await window.button("Save").click()
    await expect(window.row("Meeting with Zoë")).to_be_visible()
    notice = window.notice("Meeting with Zoë")
    await expect(notice).to_contain_text("your version was kept")
    await expect(notice).to_contain_text("now “Meeting with Zoë”, the other was “Meeting in town”")
    await eventually(lambda: [task["title"] for task in nudge.tasks()], ["Meeting with Zoë"])
    await notice.get_by_role("button", name="Take the other").click()
    await expect(window.row("Meeting in town")).to_be_visible()
    await eventually(lambda: [task["title"] for task in nudge.tasks()], ["Meeting in town"])
    await expect(window.page.locator(".notice")).to_have_count(0)


async def test_both_sides_learn_of_a_conflict(window: Window, open_window: OpenWindow, nudge: Nudge) -> None:
    nudge.create("Meeting")
    other = await open_window()
    for either, title in ((window, "Meeting at noon"), (other, "Meeting at night")):
        await either.open_live()
        await either.row("Meeting").locator(".title").click()
        await either.page.get_by_label("Title").fill(title)
    await window.button("Save").click()
    await eventually(lambda: [task["title"] for task in nudge.tasks()], ["Meeting at noon"])
    await other.button("Save").click()
    for either in (window, other):
        await expect(either.row("Meeting at night")).to_be_visible()
        await expect(either.notice("Meeting at night")).to_contain_text("the other was “Meeting at noon”")
        await expect(either.page.locator(".notice")).to_have_count(1)


async def test_quick_changes_one_after_the_other_are_no_conflict(window: Window, nudge: Nudge) -> None:
    nudge.create("One")
    await window.open_live()

    async def slow(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await window.page.route("**/api/tasks/**", slow)
    for before, after in (("One", "Two"), ("Two", "Three"), ("Three", "Four")):
        await window.row(before).locator(".title").click()
        await window.page.get_by_label("Title").fill(after)
        await window.button("Save").click()
    await eventually(lambda: [(task["title"], task["version"]) for task in nudge.tasks()], [("Four", 4)])
    await expect(window.row("Four")).to_be_visible()
    assert await window.page.locator(".notice").all_inner_texts() == []


async def test_search_and_tags_narrow_the_list_and_stay_in_the_address(window: Window, nudge: Nudge) -> None:
    nudge.create("Crêpes for the party", tags=["kitchen"])
    nudge.create("Tax papers", tags=["office"])
    await window.open_live()
    await window.page.get_by_label("Search tasks").fill("crepes")
    await expect(window.rows).to_have_count(1)
    await expect(window.page).to_have_url(f"{window.url}/?q=crepes")
    await window.page.reload()
    await expect(window.row("Crêpes for the party")).to_be_visible()
    await expect(window.rows).to_have_count(1)
    await window.button("Show all").click()
    await window.button("Show tasks tagged office").click()
    await expect(window.rows).to_have_count(1)
    await expect(window.row("Tax papers")).to_be_visible()


async def test_a_view_is_an_address_that_can_be_kept_and_gone_back_to(window: Window, nudge: Nudge) -> None:
    nudge.create("Crêpes for the party", tags=["kitchen"], priority="high")
    nudge.create("Clean the oven", tags=["kitchen"])
    nudge.create("Tax papers", priority="high")
    await window.open_live("/?priority=high&tag=kitchen")
    await expect(window.rows).to_have_count(1)
    await expect(window.row("Crêpes for the party")).to_be_visible()
    await window.button("Show all").click()
    await expect(window.rows).to_have_count(3)
    await window.page.go_back()
    await expect(window.rows).to_have_count(1)


async def test_an_empty_list_says_how_to_begin(window: Window) -> None:
    await window.open_live()
    await expect(window.page.locator("#tasks")).to_contain_text("Nothing to do yet")
    await expect(window.page.locator("#tasks .suggestions li")).not_to_have_count(0)


async def test_a_list_that_does_not_load_says_so_and_comes_by_itself(window: Window, nudge: Nudge) -> None:
    nudge.create("Still here")
    broken = True

    async def break_the_list(route: Route) -> None:
        if broken:
            await route.fulfill(status=503, json={"detail": "The database does not answer.", "code": "unavailable"})
        else:
            await route.continue_()

    await window.page.route("**/api/tasks?**", break_the_list)
    await window.open()
    await expect(window.page.get_by_text("Your tasks could not be loaded.")).to_be_visible()
    broken = False
    await expect(window.row("Still here")).to_be_visible(timeout=15_000)
    await expect(window.page.get_by_text("Your tasks could not be loaded.")).to_have_count(0)
    window.forgive_network()


def many(count: int, like: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**like, "id": str(UUID(int=n)), "title": f"Task number {n}"} for n in range(count)]


async def test_ten_thousand_tasks_are_drawn_in_part(window: Window, nudge: Nudge) -> None:
    tasks = many(10_000, nudge.create("Sample"))

    async def serve(route: Route) -> None:
        query = dict(pair.split("=") for pair in route.request.url.partition("?")[2].split("&"))
        items = tasks if query["status"] == "active" else []
        start, limit = int(query.get("cursor", 0)), int(query["limit"])
        following = str(start + limit) if start + limit < len(items) else None
        await route.fulfill(body=json.dumps({"items": items[start : start + limit], "next": following}))

    await window.page.route("**/api/tasks?**", serve)
    await window.open_live()
    await expect(window.group("someday").locator(".count")).to_have_text("10,000")
    assert await window.rows.count() < 200
    await window.page.locator("#tasks").evaluate("pane => pane.scrollTo(0, pane.scrollHeight / 2)")
    await expect(window.rows.first).not_to_have_attribute("aria-posinset", "1")
    middle = await window.page.locator("#tasks").bounding_box()
    assert middle is not None
    point = [middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2]
    drawn = "([x, y]) => document.elementFromPoint(x, y).closest('li.task') !== null"
    assert await window.page.evaluate(drawn, point)
    assert await window.rows.count() < 200
    await window.page.get_by_label("Search tasks").fill("number 9999")
    await expect(window.rows).to_have_count(1)
