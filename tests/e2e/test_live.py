"""The connection: live in every window, paused, offline and back, through a restart."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from playwright.async_api import Route, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import Window

_NOTHING_UNSENT = "() => !Object.keys(localStorage).some((name) => name.startsWith('nudge.unsent.'))"


async def test_changes_from_elsewhere_appear_without_a_reload(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    await window.page.evaluate("window.sameDocument = true")
    task = nudge.create("From afar")
    await expect(window.row("From afar")).to_be_visible()
    nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": "From very afar"})
    await expect(window.row("From very afar")).to_be_visible()
    nudge.request("POST", f"/api/tasks/{task['id']}/complete", {})
    await expect(window.group("completed")).to_be_visible()
    nudge.request("POST", f"/api/tasks/{task['id']}/reopen", {})
    await expect(window.in_group("someday", "From very afar")).to_be_visible()
    nudge.request("DELETE", f"/api/tasks/{task['id']}?permanent=true")
    await expect(window.rows).to_have_count(0)
    assert await window.page.evaluate("window.sameDocument")


async def test_a_burst_of_hundreds_of_changes_arrives_whole_and_in_few_steps(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    await window.page.evaluate(
        """() => new MutationObserver(() => (window.drawn = (window.drawn ?? 0) + 1))
            .observe(document.getElementById("tasks"), { childList: true, subtree: true, characterData: true })"""
    )
    with ThreadPoolExecutor(8) as writers:
        await asyncio.to_thread(lambda: list(writers.map(lambda number: nudge.create(f"Burst {number}"), range(400))))
    await expect(window.group("someday").locator(".count")).to_have_text("400", timeout=60_000)
    assert await window.page.evaluate("window.drawn") < 400, "they come in batches"
    assert await window.rows.count() < 200


async def test_changes_from_elsewhere_do_not_move_what_one_looks_at(window: Window, nudge: Nudge) -> None:
    for number in range(60):
        nudge.create(f"Whenever {number:02d}", due_at="2032-01-01")
    await window.open_live()
    row = window.row("Whenever 30")
    await row.scroll_into_view_if_needed()
    before = await row.bounding_box()
    for number in range(10):
        nudge.create(f"Sooner {number}", due_at="2031-01-01")
    await expect(window.group("upcoming").locator(".count")).to_have_text("70")
    after = await row.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2


async def test_what_is_there_can_be_read_and_searched_offline(window: Window, nudge: Nudge) -> None:
    nudge.create("Pay rent", description="To the landlord")
    nudge.create("Buy milk")
    await window.open_live()
    await expect(window.rows).to_have_count(2)
    await window.context.set_offline(True)
    await window.is_connected("Offline")
    await window.page.get_by_label("Search tasks").fill("landlord")
    await expect(window.rows).to_have_count(1)
    await window.row("Pay rent").locator(".title").click()
    await expect(window.page.get_by_label("Notes")).to_have_value("To the landlord")
    await window.context.set_offline(False)
    await window.is_connected("Live")
    window.forgive_network()


async def test_a_conflict_of_an_offline_change_is_told_with_both_versions(
    window: Window, open_window: OpenWindow, nudge: Nudge
) -> None:
    task = nudge.create("Meeting")
    await window.open_live()
    await expect(window.row("Meeting")).to_be_visible()
    await window.context.set_offline(True)
    await window.is_connected("Offline")
    await window.row("Meeting").locator(".title").click()
    await window.page.get_by_label("Title").fill("Meeting at noon")
    await window.button("Save").click()
    nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": "Meeting at night", "version": 1})
    await window.context.set_offline(False)
    notice = window.notice("now “Meeting at noon”, the other was “Meeting at night”")
    await expect(notice).to_be_visible(timeout=30_000)
    await notice.get_by_role("button", name="Take the other").click()
    await eventually(lambda: [task["title"] for task in nudge.tasks()], ["Meeting at night"])
    window.forgive_network()


async def test_pause_holds_changes_back_and_resume_brings_them(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    nudge.create("Before")
    await expect(window.row("Before")).to_be_visible()
    await window.button("Pause live updates").click()
    await window.is_connected("Paused")
    nudge.create("Meanwhile")
    await window.complete("Before")
    await expect(window.group("completed")).to_be_visible()
    await expect(window.row("Meanwhile")).to_have_count(0)
    await window.button("Resume live updates").click()
    await window.is_connected("Live")
    await expect(window.row("Meanwhile")).to_be_visible()


async def test_offline_changes_are_sent_when_the_network_returns(
    window: Window, open_window: OpenWindow, nudge: Nudge
) -> None:
    nudge.create("Pay rent")
    other = await open_window()
    await window.open_live()
    await other.open_live()
    await expect(window.row("Pay rent")).to_be_visible()
    await window.context.set_offline(True)
    await window.is_connected("Offline")
    await window.complete("Pay rent")
    await expect(window.notice("One change is not sent yet.")).to_be_visible()
    await expect(window.group("completed")).to_be_visible()
    await expect(other.row("Pay rent")).to_be_visible()
    nudge.create("Meanwhile")
    await window.context.set_offline(False)
    await window.is_connected("Live")
    await expect(window.notice("not sent yet")).to_have_count(0)
    await expect(window.row("Meanwhile")).to_be_visible()
    await expect(other.group("completed")).to_be_visible()
    await eventually(lambda: [task["title"] for task in nudge.tasks("completed")], ["Pay rent"])
    window.forgive_network()


async def test_unsent_changes_survive_a_reload_and_are_made_once(window: Window, nudge: Nudge) -> None:
    nudge.create("Pay rent")
    nudge.create("Buy milk")
    cut = True
    keys: list[str] = []

    async def lose(route: Route) -> None:
        """Rent: the request is lost. Milk: it arrives, and its answer is lost."""
        keys.append(route.request.headers["idempotency-key"])
        if not cut:
            await route.continue_()
            return
        if route.request.method == "PATCH":
            await route.fetch()
        await route.abort()

    await window.page.route(re.compile("/api/tasks/[^?]+$"), lose)
    await window.open_live()
    await window.complete("Pay rent")
    await window.row("Buy milk").locator(".title").click()
    await window.page.get_by_label("Title").fill("Buy oat milk")
    await window.button("Save").click()
    await expect(window.notice("2 changes are not sent yet.")).to_be_visible()
    await window.page.reload()
    await expect(window.notice("2 changes are not sent yet.")).to_be_visible()
    await expect(window.row("Buy oat milk")).to_be_visible()
    await expect(window.row("Pay rent")).to_have_count(0)
    assert nudge.tasks("completed") == []
    cut = False
    await window.notice("not sent yet").get_by_role("button", name="Try again").click()
    await expect(window.notice("not sent yet")).to_have_count(0)
    await eventually(lambda: [task["title"] for task in nudge.tasks("completed")], ["Pay rent"])
    assert [(task["title"], task["version"]) for task in nudge.tasks()] == [("Buy oat milk", 2)]
    assert len(set(keys)) == 2
    await window.page.wait_for_function(_NOTHING_UNSENT)
    keys.clear()
    await window.page.reload()
    await window.is_connected("Live")
    await expect(window.row("Buy oat milk")).to_be_visible()
    assert keys == []
    window.forgive_network()


async def test_a_restart_of_nudge_is_survived(window: Window, nudge: Nudge) -> None:
    nudge.create("Before")
    await window.open_live()
    nudge.stop()
    await window.is_connected("Reconnecting")
    await expect(window.row("Before")).to_be_visible()
    nudge.start()
    nudge.create("After")
    await window.is_connected("Live")
    await expect(window.row("After")).to_be_visible()
    window.forgive_network()
