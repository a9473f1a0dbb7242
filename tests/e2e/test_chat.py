"""The five sentences, and what the chat does when it does not understand or does not get through."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Route, expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window


def coming(weekday: int, hour: int = 0) -> datetime:
    """The next such day in the user's zone, today only while the hour is ahead; Monday is 0."""
    earliest = datetime.now(ZoneInfo(ZONE)) + timedelta(hours=24 - hour)
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


async def test_a_sentence_becomes_a_task_in_every_window(window: Window, open_window: OpenWindow) -> None:
    other = await open_window()
    await window.open_live()
    await other.open_live()

    answer = await window.say("Create a task to call mom on Sunday at 3pm")

    card = answer.locator(".card")
    await expect(card.locator(".title")).to_have_text(re.compile("call mom", re.IGNORECASE))
    sunday = coming(6, 15)
    await expect(card.locator("time")).to_contain_text(f"Sunday, {sunday.day} {sunday:%B %Y}, 15:00")
    for either in (window, other):
        await expect(either.row("call mom").locator("time")).to_have_attribute("title", re.compile("15:00"))


async def test_what_is_written_before_the_script_has_come_is_taken_over(window: Window, nudge: Nudge) -> None:
    come = asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await window.page.route("**/_next/static/chunks/*.js", hold)
    await window.page.goto(window.url, wait_until="commit")
    await window.page.get_by_label("Message to Nudge").press_sequentially("Create a task to wa")
    await expect(window.button("Send")).to_be_disabled()
    come.set()
    await expect(window.button("Send")).to_be_enabled()
    await window.page.get_by_label("Message to Nudge").press_sequentially("ter the palm")
    await window.page.keyboard.press("Enter")
    await expect(window.row("water the palm")).to_be_visible()


async def test_a_task_is_completed_by_words(window: Window, nudge: Nudge) -> None:
    nudge.create("buy groceries")
    await window.open_live()
    await window.say("Mark buy groceries as complete")
    await expect(window.group("someday")).to_have_count(0)
    await window.unfold_completed()
    await expect(window.in_group("completed", "buy groceries")).to_be_visible()
    assert [task["title"] for task in nudge.tasks("completed")] == ["buy groceries"]


async def test_a_due_date_is_changed_by_words(window: Window, nudge: Nudge) -> None:
    nudge.create("submit report", due_at=f"{datetime.now(ZoneInfo(ZONE)):%Y-%m-%d}T23:59:00", timezone=ZONE)
    await window.open_live()
    await window.say("Change submit report due date to Monday")
    monday = coming(0)
    expected = re.compile(f"Monday, {monday.day} {monday:%B %Y}, 23:59")
    await expect(window.in_group("upcoming", "submit report").locator("time")).to_have_attribute("title", expected)


async def test_a_task_is_deleted_by_words_into_the_trash(window: Window, nudge: Nudge) -> None:
    nudge.create("walk dog")
    await window.open_live()
    answer = await window.say("Delete walk dog task")
    await expect(answer).to_contain_text(re.compile("trash", re.IGNORECASE))
    await expect(window.rows).to_have_count(0)
    await window.page.get_by_role("link", name="Trash").click()
    await expect(window.row("walk dog")).to_be_visible()


async def test_the_chat_lists_the_tasks(window: Window, nudge: Nudge) -> None:
    nudge.create("Renew passport", priority="high")
    nudge.create("Plan the trip", due_at="2031-05-04")
    await window.open_live()
    answer = await window.say("What are my tasks?")
    await expect(answer.locator(".card")).to_have_count(2)
    await expect(answer.locator(".card").filter(has_text="Renew passport")).to_contain_text("High")
    await expect(answer.locator(".card").filter(has_text="Plan the trip")).to_contain_text("2031")


async def test_a_missing_title_is_asked_for_and_typed(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    answer = await window.say("Create a task for later")
    await expect(answer).to_contain_text("?")
    assert nudge.tasks() == []


async def test_an_unclear_time_is_asked_for_and_tapped(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    answer = await window.say("Create a task to call dad later")
    assert nudge.tasks() == []
    await answer.locator(".options").get_by_role("button", name=re.compile("tomorrow at 9")).click()
    await expect(window.in_group("upcoming", "call dad")).to_be_visible()
    await expect(answer.locator(".options")).to_have_count(0)
    assert len(nudge.tasks()) == 1


async def test_a_target_that_fits_two_tasks_is_asked_for(window: Window, nudge: Nudge) -> None:
    nudge.create("Call the bank")
    nudge.create("Call the school")
    await window.open_live()
    answer = await window.say("Mark call as complete")
    options = answer.locator(".options button")
    await expect(options.filter(has_text="Call the bank")).to_be_visible()
    assert len(nudge.tasks()) == 2
    await options.filter(has_text="Call the bank").click()
    await expect(window.row("Call the school")).to_be_visible()
    await expect(window.group("someday").locator("li.task")).to_have_count(1)
    assert [task["title"] for task in nudge.tasks("completed")] == ["Call the bank"]


async def test_the_conversation_is_there_after_a_reload(window: Window) -> None:
    await window.open_live()
    await window.say("Create a task to water the plants")
    await window.page.reload()
    await expect(window.page.locator(".message.own")).to_have_text(re.compile("water the plants"))
    await expect(window.answers.first.locator(".card .title")).to_have_text(
        re.compile("water the plants", re.IGNORECASE)
    )


async def test_an_open_question_can_be_answered_after_a_reload(window: Window, nudge: Nudge) -> None:
    nudge.create("Call the bank")
    nudge.create("Call the school")
    await window.open_live()
    await window.say("Create a task to call dad later")
    await window.say("Mark call as complete")
    await window.page.reload()
    await expect(window.answers).to_have_count(2)
    await expect(window.page.locator(".options")).to_have_count(1)
    await window.answers.last.locator(".options button").filter(has_text="Call the bank").click()
    await eventually(lambda: [task["title"] for task in nudge.tasks("completed")], ["Call the bank"])
    await window.page.reload()
    await expect(window.answers).to_have_count(3)
    await expect(window.page.locator(".options")).to_have_count(0)


async def test_several_tasks_of_one_message_have_a_card_each(window: Window) -> None:
    await window.open_live()
    await window.say("buy milk; call mom tomorrow")
    for _ in range(2):
        answer = window.answers.first
        await expect(answer.locator(".card .title")).to_have_text(["buy milk", "call mom"])
        await expect(answer.locator(".bubble")).to_have_text("Created 2 tasks:")
        await window.page.reload()


async def test_a_list_is_told_once_and_can_be_unfolded(window: Window, nudge: Nudge) -> None:
    for number in range(8):
        nudge.create(f"Errand {number}")
    await window.open_live()
    answer = await window.say("What are my tasks?")
    await expect(answer.locator(".bubble")).to_have_text("You have 8 active tasks:")
    await expect(answer.locator(".card")).to_have_count(6)
    await answer.get_by_role("button", name="Show 2 more").click()
    await expect(answer.locator(".card")).to_have_count(8)
    await expect(answer.get_by_role("button", name="Edit Errand 6")).to_be_focused()


async def test_what_was_listed_and_is_gone_stays_readable(window: Window, nudge: Nudge) -> None:
    nudge.create("Stays")
    gone = nudge.create("Goes")
    await window.open_live()
    await window.say("What are my tasks?")
    nudge.request("DELETE", f"/api/tasks/{gone['id']}?permanent=true")
    await window.page.reload()
    await expect(window.answers.first.locator(".card")).to_have_count(1)
    await expect(window.answers.first.locator(".bubble")).to_contain_text("2. Goes")


async def test_a_card_can_be_corrected_in_place(window: Window) -> None:
    await window.open_live()
    answer = await window.say("Create a task to water the plants")
    await answer.locator(".card").get_by_role("button", name=re.compile("^Edit ")).click()
    await answer.get_by_label("Title").fill("Water the lemon tree")
    await answer.get_by_role("button", name="Save").click()
    await expect(answer.locator(".card .title")).to_have_text("Water the lemon tree")
    await expect(window.row("Water the lemon tree")).to_be_visible()


async def test_a_retry_after_a_lost_answer_does_not_double_the_task(window: Window, nudge: Nudge) -> None:
    lost = 0

    async def lose_the_first_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost > 1:
            await route.continue_()
        else:
            await route.fetch()
            await route.abort()

    await window.page.route("**/api/chat", lose_the_first_answer)
    await window.open_live()
    await window.page.get_by_label("Message to Nudge").fill("Create a task to buy stamps")
    await window.page.keyboard.press("Enter")
    failure = window.page.locator(".failure")
    await expect(failure).to_contain_text("could not be reached")
    await failure.get_by_role("button", name="Try again").click()

    await expect(window.answers).to_have_count(1)
    await expect(failure).to_have_count(0)
    await expect(window.row("buy stamps")).to_have_count(1)
    assert len(nudge.tasks()) == 1
    assert lost == 2
    window.forgive_network()


async def test_the_page_says_that_an_answer_is_on_its_way(window: Window) -> None:
    answered = asyncio.Event()

    async def wait(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await window.page.route("**/api/chat", wait)
    await window.open_live()
    await window.page.get_by_label("Message to Nudge").fill("Create a task to buy stamps")
    await window.page.keyboard.press("Enter")
    await expect(window.page.locator(".thinking")).to_contain_text("Nudge is thinking")
    answered.set()
    await expect(window.answers).to_have_count(1)
    await expect(window.page.locator(".thinking")).to_have_count(0)


async def test_a_problem_is_told_in_plain_words(window: Window) -> None:
    await window.open_live()
    await window.page.get_by_label("Message to Nudge").fill("x" * 20_000)
    await window.page.keyboard.press("Enter")
    failure = window.page.locator(".failure")
    await expect(failure).to_be_visible()
    assert not re.search(r"[{}_]|Error|422", await failure.inner_text())
    await expect(failure.get_by_role("button")).to_have_count(0)
    window.forgive_network()


async def test_a_suggestion_helps_with_the_first_message(window: Window, nudge: Nudge) -> None:
    await window.open_live()
    suggestion = window.page.locator("#tasks .suggestions button").first
    words = await suggestion.inner_text()
    await suggestion.click()
    field = window.page.get_by_label("Message to Nudge")
    await expect(field).to_be_focused()
    await expect(field).to_have_value(words)
    await window.page.keyboard.press("Enter")
    await expect(window.rows).to_have_count(1)
    assert len(nudge.tasks()) == 1
