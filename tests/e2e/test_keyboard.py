"""Everything without a mouse."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.nudge import Nudge
from tests.e2e.window import Window


async def test_a_day_with_the_keyboard_alone(window: Window, nudge: Nudge) -> None:
    nudge.create("Second", due_at="2031-01-02")
    await window.open_live()
    press, write = window.page.keyboard.press, window.page.keyboard.type

    await press("/")
    await expect(window.page.get_by_label("Message to Nudge")).to_be_focused()
    await write("Create a task to go first on 1 January 2031")
    await press("Enter")
    await expect(window.answers).to_have_count(1)
    await expect(window.page.get_by_label("Message to Nudge")).to_be_focused()
    await press("/")
    await expect(window.page.get_by_label("Message to Nudge")).to_have_value("")
    await press("Escape")

    await window.page.reload()
    await expect(window.rows).to_have_count(2)
    await press("Tab")
    await expect(window.page.get_by_role("link", name="Skip to tasks")).to_be_focused()
    await press("Enter")
    await press("Tab")
    first, second = window.rows.nth(0), window.rows.nth(1)
    await expect(first.get_by_role("checkbox")).to_be_focused()

    await press("ArrowDown")
    await expect(second.get_by_role("checkbox")).to_be_focused()
    await press("Enter")
    await expect(window.page.get_by_label("Title")).to_be_focused()
    await press("ControlOrMeta+a")
    await write("Renamed")
    await press("ControlOrMeta+Enter")
    await expect(window.row("Renamed").get_by_role("checkbox")).to_be_focused()

    await press("Space")
    await expect(window.group("upcoming").locator("li.task")).to_have_count(1)
    await expect(window.rows.nth(0).get_by_role("checkbox")).to_be_focused()
    await press("u")
    await expect(window.row("Renamed")).to_be_visible()

    await press("ArrowDown")
    await press("Delete")
    await expect(window.rows).to_have_count(1)
    await press("u")
    await expect(window.rows).to_have_count(2)


async def test_the_list_of_keys_opens_and_single_keys_can_be_switched_off(window: Window) -> None:
    await window.open_live()
    await window.page.keyboard.press("?")
    dialog = window.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_be_visible()
    await dialog.get_by_label("Use single-key shortcuts").uncheck()
    await window.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await window.page.keyboard.press("/")
    await expect(window.page.get_by_label("Message to Nudge")).not_to_be_focused()
    await window.page.reload()
    await window.is_connected("Live")
    await window.page.keyboard.press("p")
    await window.is_connected("Live")
