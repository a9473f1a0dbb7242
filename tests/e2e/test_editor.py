"""The editor's fields for repetition and reminders."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.test_safety import faults
from tests.e2e.window import ZONE, Window


async def edit(window: Window, title: str) -> Locator:
    await window.row(title).locator(".title").click()
    return window.page.get_by_role("form", name=f"Edit {title}")


def kept(nudge: Nudge, name: str) -> list[Any]:
    return [task[name] for task in nudge.tasks()]


async def test_a_task_is_made_to_repeat_and_shows_when_it_comes(window: Window, nudge: Nudge) -> None:
    nudge.create("Practise", due_at="2031-05-05T18:00:00", timezone=ZONE)
    await window.open_live()
    form = await edit(window, "Practise")
    await form.get_by_label("Repeat", exact=True).select_option("Every week")
    await form.get_by_label("Every how many weeks").fill("2")
    await form.get_by_label("Monday").check()
    await form.get_by_label("Thursday").check()
    await form.get_by_label("Ends").select_option("On a date")
    await form.get_by_label("Last day").fill("2031-05-23")
    coming = form.locator(".next li")
    await expect(coming).to_have_text(
        [re.compile(f"^{day} May 2031") for day in ("Monday,? 5", "Thursday,? 8", "Monday,? 19", "Thursday,? 22")]
    )
    await form.get_by_role("button", name="Save").click()
    await expect(window.row("Practise").locator(".mark")).to_contain_text("every 2 weeks on Mon, Thu until")
    expected = {
        "pattern": "weekly",
        "interval": 2,
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "until": "2031-05-23",
    }
    await eventually(lambda: kept(nudge, "recurrence"), [expected])

    form = await edit(window, "Practise")
    await expect(form.get_by_label("Thursday")).to_be_checked()
    await form.get_by_label("Repeat", exact=True).select_option("Does not repeat")
    await form.get_by_role("button", name="Save").click()
    await eventually(lambda: kept(nudge, "recurrence"), [None])


async def test_a_day_that_a_month_lacks_is_told_before_saving(window: Window, nudge: Nudge) -> None:
    nudge.create("Invoice", due_at="2031-01-31")
    await window.open_live()
    form = await edit(window, "Invoice")
    await form.get_by_label("Repeat", exact=True).select_option("Every month")
    await expect(form.locator(".next li").nth(1)).to_contain_text("28 February 2031")
    await expect(form.locator(".next li").nth(1)).to_contain_text("which does not exist")
    await form.get_by_label("Ends").select_option("After some times")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("how many times it repeats, 1 to")).to_be_visible()
    await form.get_by_label("How many times").fill("3")
    await expect(form.locator(".next li")).to_have_count(3)
    await form.get_by_role("button", name="Save").click()
    await eventually(lambda: [rule and rule["count"] for rule in kept(nudge, "recurrence")], [3])


async def test_reminders_are_added_changed_and_removed(window: Window, nudge: Nudge) -> None:
    nudge.create("Train", due_at="2031-05-05T18:00:00", timezone=ZONE, reminders=[{"lead_minutes": 1440}])
    await window.open_live()
    form = await edit(window, "Train")
    await expect(form.get_by_label("How long before, reminder 1")).to_have_value("1")
    await form.get_by_role("button", name="Add a reminder").click()
    await expect(form.get_by_label("When, reminder 2")).to_be_focused()
    await form.get_by_label("How long before, reminder 2").fill("90")
    await form.get_by_role("button", name="Add a reminder").click()
    await form.get_by_label("When, reminder 3").select_option("at a moment")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("Choose date and time of the reminder.")).to_be_visible()
    await form.get_by_label("Date of reminder 3").fill("2031-05-04")
    await form.get_by_label("Time of reminder 3").fill("09:30")
    await form.get_by_role("button", name="Remove reminder 1").click()
    await form.get_by_role("button", name="Save").click()
    await eventually(lambda: [task["version"] for task in nudge.tasks()], [2])
    [[first, second]] = kept(nudge, "reminders")
    assert first["lead_minutes"] == 90
    assert second["at"].startswith("2031-05-04T07:30")
    await expect(window.row("Train").locator(".mark")).to_contain_text(["90 minutes before", "at "])


async def test_other_fields_leave_repetition_and_reminders_alone(window: Window, nudge: Nudge) -> None:
    rule = {"pattern": "yearly", "interval": 1, "rrule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"}
    nudge.create("Taxes", due_at="2031-03-01", recurrence=rule, reminders=[{"lead_minutes": 10080}])
    await window.open_live()
    form = await edit(window, "Taxes")
    await expect(form.get_by_label("Repeat", exact=True)).to_have_value("other")
    await form.get_by_label("Title").fill("Tax papers")
    await form.get_by_role("button", name="Save").click()
    await window.button("Only this one").click()
    await eventually(lambda: kept(nudge, "title"), ["Tax papers"])
    assert kept(nudge, "recurrence") == [rule]
    assert [each[0]["lead_minutes"] for each in kept(nudge, "reminders")] == [10080]


async def test_the_history_of_a_task_is_told_in_words(window: Window, nudge: Nudge) -> None:
    task = nudge.create("Letter")
    nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": "Long letter", "priority": "high"})
    nudge.request("POST", f"/api/tasks/{task['id']}/complete", {})
    nudge.request("POST", f"/api/tasks/{task['id']}/reopen", {})
    await eventually(lambda: len(nudge.request("GET", f"/api/audit?entity_id={task['id']}")["items"]), 4)
    await window.open_live()
    form = await edit(window, "Long letter")
    await form.get_by_role("button", name="History").click()
    words = form.locator(".history li bdi")
    await expect(words).to_have_text(["Reopened", "Completed", re.compile("^Changed .*the priority"), "Created"])
    assert await faults(window) == []
    await form.get_by_role("button", name="History").click()
    await expect(words).to_have_count(0)


@pytest.mark.parametrize("permanent", [False, True])
async def test_an_open_edit_outlives_its_task(permanent: bool, window: Window, nudge: Nudge) -> None:
    task = nudge.create("Letter", due_at="2031-05-05", tags=["home"])
    await window.open_live()
    form = await edit(window, "Letter")
    await form.get_by_label("Title").fill("Letter to the landlord")
    await form.get_by_label("Notes").fill("A long text")
    nudge.request("DELETE", f"/api/tasks/{task['id']}" + ("?permanent=true" if permanent else ""))
    await expect(
        window.page.get_by_role("alert").filter(has_text="“Letter” was deleted while you edited it")
    ).to_be_visible()
    await expect(form.get_by_label("Notes")).to_have_value("A long text")
    assert await faults(window) == []
    await form.get_by_role("button", name="Keep as a new task").click()
    await expect(window.row("Letter to the landlord")).to_be_visible()
    await expect(form).to_have_count(0)
    [kept_one] = nudge.tasks()
    assert kept_one["id"] != task["id"]
    assert (kept_one["due_at"], kept_one["tags"], kept_one["description"]) == ("2031-05-05", ["home"], "A long text")


async def test_an_edit_of_a_deleted_task_can_be_discarded(window: Window, nudge: Nudge) -> None:
    task = nudge.create("Letter")
    await window.open_live()
    form = await edit(window, "Letter")
    nudge.request("DELETE", f"/api/tasks/{task['id']}")
    await form.get_by_role("button", name="Discard").click()
    await expect(form).to_have_count(0)
    assert nudge.tasks() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_the_editor_is_for_everybody(scheme: str, width: int, open_window: OpenWindow, nudge: Nudge) -> None:
    reminders = [{"lead_minutes": 60}, {"at": "2031-01-01T09:00:00Z"}]
    rule = {"pattern": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO,TH", "count": 3}
    nudge.create("Practise", due_at="2031-05-05", recurrence=rule, reminders=reminders)
    window = await open_window(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    await window.open_live()
    form = await edit(window, "Practise")
    await expect(form.locator(".next li")).to_have_count(3)
    assert await faults(window) == []
    assert not await window.scrolls_sideways()
