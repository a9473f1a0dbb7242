"""A newcomer's first task: a cold page, a sentence typed as fast as people type, and the task on the list."""

from __future__ import annotations

import time

from playwright.async_api import Browser

from tests.benchmarks.figures import Figure

SENTENCE = "Create a task to call mom on Sunday at 3pm"
_BETWEEN_KEYS_MS = 300
"""Forty words a minute, five letters each."""
_LOOKING_AROUND_MS = 3_000


async def first_task(browser: Browser, url: str) -> list[Figure]:
    context = await browser.new_context(locale="en-US")
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(url)
    field = page.get_by_label("Message to Nudge")
    await field.wait_for()
    await page.wait_for_timeout(_LOOKING_AROUND_MS)
    await field.click()
    await page.keyboard.type(SENTENCE, delay=_BETWEEN_KEYS_MS)
    sent = time.perf_counter()
    await page.keyboard.press("Enter")
    await page.locator("#tasks li.task", has_text="call mom").wait_for()
    ended = time.perf_counter()
    await context.close()
    return [
        Figure(f"first task by chat, {_BETWEEN_KEYS_MS} ms a key, 3 s to look around", ended - began, "s", 30),
        Figure("of these, from the last key until it is on the list", ended - sent, "s"),
    ]
