"""A list of ten thousand tasks: loading, filtering and scrolling it, and a burst of changes while it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import orjson
from playwright.async_api import Browser, Page

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms, percentile
from tests.benchmarks.product import Product

_WRITERS = 16
_BURST = 500
_FRAME = 0.05
"""Seconds; a frame that takes longer is felt as a jerk."""
_THINGS = ("report", "flowers", "invoice", "bicycle", "passport", "garden", "guitar", "dentist", "curtains", "bread")

_COUNT = "Number(document.querySelector('#tasks .someday .count')?.textContent.replaceAll(',', '') ?? 0)"
# From the key until the browser has drawn another number of matches; a key that changes nothing is not counted.
_NOTE_FILTERS = """() => {
    window.filters = [];
    let turn = 0;
    const counts = () => [...document.querySelectorAll("#tasks .count")].map((each) => each.textContent).join();
    document.getElementById("search").addEventListener("input", (event) => {
        const before = counts(), began = event.timeStamp, mine = ++turn;
        const look = () => mine !== turn ? undefined : counts() === before ? requestAnimationFrame(look)
            : requestAnimationFrame(() => setTimeout(() => window.filters.push(performance.now() - began)));
        look();
    }, true);
}"""
_NOTE_FRAMES = """() => {
    window.frames_ = [];
    let last = performance.now();
    const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""


async def tasks(browser: Browser, product: Product, count: int) -> list[Figure]:
    await _create(product.port, (f"Task {number:05d} about the {_THINGS[number % 10]}" for number in range(count)))
    page = await (await browser.new_context(viewport={"width": 1280, "height": 860})).new_page()
    await page.goto(f"http://localhost:{product.port}")
    first = await _when(page, "document.querySelector('#tasks li.task') !== null")
    whole = await _when(page, f"{_COUNT} >= {count}")
    figures = [
        Figure(f"{count:,} tasks: first rows drawn", first, "s"),
        Figure(f"{count:,} tasks: all loaded", whole, "s"),
    ]
    figures += await _filter(page, count)
    figures += await _scroll(page, count)
    figures += await _burst(page, product.port, count)
    await page.context.close()
    return figures


async def _when(page: Page, condition: str) -> float:
    """Seconds since the page was asked for, when the condition holds and is drawn."""
    look = f"({condition}) ? requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 10)"
    return float(await page.evaluate(f"() => new Promise((done) => {{ const look = () => {look}; look(); }})")) / 1000


async def _filter(page: Page, count: int) -> list[Figure]:
    """Every key of some words, each narrowing the list further, and taking the last letter away again."""
    await page.evaluate(_NOTE_FILTERS)
    await page.locator("#search").click()
    for word in ("report 01", "garden 007", "bread 42"):
        for key in (*word, "Backspace"):
            await page.keyboard.press("Space" if key == " " else key)
            await page.wait_for_timeout(250)
        await page.locator("#search").fill("")
        await page.wait_for_timeout(400)
    milliseconds: list[float] = await page.evaluate("window.filters")
    seconds = [each / 1000 for each in milliseconds]
    name = f"{count:,} tasks: a key in the search until the list is drawn"
    return [
        Figure(f"{name}: median", in_ms(seconds, 0.5), "ms"),
        Figure(f"{name}: slowest", in_ms(seconds, 1), "ms", 100),
    ]


async def _scroll(page: Page, count: int) -> list[Figure]:
    await page.mouse.move(400, 500)

    async def wheel() -> None:
        for step in range(200):
            await page.mouse.wheel(0, 400 if step < 100 else -250)
            await asyncio.sleep(0.016)

    return _frames(f"{count:,} tasks, scrolling", await _while(page, wheel))


async def _burst(page: Page, port: int, count: int) -> list[Figure]:
    """Hundreds of tasks made elsewhere within a second or two."""
    before = await page.evaluate(_COUNT)

    async def change() -> None:
        await _create(port, (f"From elsewhere {number}" for number in range(_BURST)))
        await _when(page, f"{_COUNT} === {before + _BURST}")

    return _frames(f"{count:,} tasks, {_BURST} changes arriving", await _while(page, change))


async def _while(page: Page, act: Callable[[], Awaitable[None]]) -> list[float]:
    """Seconds between two frames while something happens."""
    await page.evaluate(_NOTE_FRAMES)
    await act()
    frames: list[float] = await page.evaluate("window.frames_")
    return [each / 1000 for each in frames]


def _frames(name: str, seconds: list[float]) -> list[Figure]:
    slow = sum(each > _FRAME for each in seconds)
    return [
        Figure(f"{name}: frames over 50 ms of {len(seconds)}", 100 * slow / len(seconds), "%"),
        Figure(f"{name}: slowest frame", percentile(seconds, 1) * 1000, "ms"),
    ]


async def _create(port: int, titles: Iterable[str]) -> None:
    waiting = iter(titles)

    async def write() -> None:
        connection = await Connection.open(port)
        for title in waiting:
            await connection.request("POST", "/api/tasks", orjson.dumps({"title": title}))
        connection.close()

    await asyncio.gather(*(write() for _ in range(_WRITERS)))
