"""How long until a click in one window shows in another."""

from __future__ import annotations

import asyncio
import json
from urllib.request import Request, urlopen

from playwright.async_api import Browser, Page

from tests.benchmarks.figures import Figure, in_ms

_TITLE = "Change number"

# Both windows read the same clock; a change is there when the browser has drawn it.
_NOTE_CLICKS = """() => document.addEventListener("click", (event) => {
    const row = event.target.closest("li.task");
    if (row) (window.clicked ??= {})[row.dataset.key] = performance.timeOrigin + event.timeStamp;
}, true)"""
_NOTE_CHANGES = """() => new MutationObserver((records) => {
    for (const { removedNodes } of records) for (const row of removedNodes) {
        const key = row.dataset?.key;
        if (key) requestAnimationFrame(() => ((window.seen ??= {})[key] = performance.timeOrigin + performance.now()));
    }
}).observe(document.getElementById("tasks"), { childList: true, subtree: true })"""


async def change(browser: Browser, url: str, times: int) -> list[Figure]:
    """Completes one task after the other in the first window; each leaves the list of the second."""
    # One more than is completed, as its group would go with the last.
    for number in range(times + 1):
        _create(url, f"{_TITLE} {number:03d}")
    first, second = [await _open(browser, url) for _ in range(2)]
    await first.evaluate(_NOTE_CLICKS)
    await second.evaluate(_NOTE_CHANGES)
    for number in range(times):
        await first.locator("li.task", has_text=f"{_TITLE} {number:03d}").get_by_role("checkbox").click()
        await second.locator("li.task", has_text=f"{_TITLE} {number:03d}").wait_for(state="detached")
        await asyncio.sleep(0.05)
    clicked: dict[str, float] = await first.evaluate("window.clicked")
    seen: dict[str, float] = await second.evaluate("window.seen")
    seconds = [(seen[key] - moment) / 1000 for key, moment in clicked.items()]
    for page in (first, second):
        await page.context.close()
    name = f"click until it shows in the other window, {len(seconds)} times"
    return [
        Figure(f"{name}: median", in_ms(seconds, 0.5), "ms"),
        Figure(f"{name}: p95", in_ms(seconds, 0.95), "ms", 200),
    ]


async def _open(browser: Browser, url: str) -> Page:
    page = await (
        await browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 9_000})
    ).new_page()
    await page.goto(url)
    await page.locator(".connection.live").wait_for()
    await page.locator("li.task", has_text=f"{_TITLE} 000").wait_for()
    return page


def _create(url: str, title: str) -> None:
    body = json.dumps({"title": title}).encode()
    with urlopen(Request(f"{url}/api/tasks", body, {"content-type": "application/json"}, method="POST"), timeout=20):
        pass
