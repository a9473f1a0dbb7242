"""What a cold visit costs: bytes of script, and the time until the page answers to a key, on a slowed-down browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from tests.benchmarks.figures import Figure, percentile

_MBIT = 1_000_000 / 8

SCRIPTS = """() => performance.getEntriesByType("resource")
    .filter(entry => new URL(entry.name).pathname.endsWith(".js")).reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""

# The field takes the word in as soon as the page is alive; until then a key is lost, or stays without effect on the button beside it.
_ANSWERS = """() => {
    window.answered = new Promise((done) => {
        const try_ = () => {
            const field = document.getElementById("message");
            if (field) {
                const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
                set.call(field, "x");
                field.dispatchEvent(new Event("input", { bubbles: true }));
                if (document.querySelector(".send:enabled")) return requestAnimationFrame(() => done(performance.now()));
            }
            setTimeout(try_, 5);
        };
        try_();
    });
}"""
_LISTED = """() => new Promise((done) => {
    const look = () => document.querySelector("#tasks li.task, #tasks .state")
        ? requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 5);
    look();
})"""


_SETTLED = 1.0
"""Seconds until a new window of the browser rests."""

# What no page can be faster than: one line of script, and nothing to draw.
_EMPTY = {
    "/": (
        "text/html",
        b'<!DOCTYPE html><title>Empty</title><script src="/line.js" defer></script>'
        b'<textarea id="message"></textarea><button class="send" disabled></button>',
    ),
    "/line.js": (
        "text/javascript",
        b'document.getElementById("message").oninput = () => { document.querySelector(".send").disabled = false; };',
    ),
}


@dataclass(frozen=True)
class Profile:
    """How much slower than here: the processor by a factor, the network by latency (ms, per request) and rate (bytes/s)."""

    name: str
    slower: float
    latency: float
    down: float
    up: float
    target: float | None = None


PROFILES = (
    Profile("processor 4x slower, network 9 Mbit/s and 60 ms", 4, 60, 9 * _MBIT, 1.5 * _MBIT, 1.0),
    Profile("processor 4x slower, network 1.6 Mbit/s and 150 ms", 4, 150, 1.6 * _MBIT, 0.75 * _MBIT),
    Profile("as it is here", 1, 0, -1, -1),
)
"""Chrome's “fast 4G” and Lighthouse's “slow 4G”, both with Lighthouse's slowing down of the processor."""


async def scripts(browser: Browser, url: str) -> list[Figure]:
    """All script that comes until the list is there, as it travels."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    await page.evaluate(_LISTED)
    size = await page.evaluate(SCRIPTS)
    await context.close()
    return [Figure("script of the first load, gzip", size / 1000, "kB", 150)]


async def interactive(browser: Browser, url: str, profile: Profile, times: int) -> list[Figure]:
    """Visits by browsers that were never here, counted from the request for the page, beside visits to an empty page in turn with them."""
    answered, listed, limit = [], [], []
    async with _empty_page() as empty:
        for _ in range(times):
            async with _visit(browser, url, profile) as page:
                answered.append(await page.evaluate("window.answered") / 1000)
                listed.append(await page.evaluate(_LISTED) / 1000)
            async with _visit(browser, empty, profile) as page:
                limit.append(await page.evaluate("window.answered") / 1000)
    return [
        Figure(f"limit: empty page, {profile.name}: median", percentile(limit, 0.5), "s"),
        Figure(f"interactive, {profile.name}: median", percentile(answered, 0.5), "s", profile.target),
        Figure(f"list shown, {profile.name}: median", percentile(listed, 0.5), "s"),
    ]


@asynccontextmanager
async def _visit(browser: Browser, url: str, profile: Profile) -> AsyncIterator[Page]:
    context = await browser.new_context()
    page = await context.new_page()
    # A browser whose window has just opened is busy with drawing itself; what the page takes does not begin there.
    await page.goto("about:blank")
    await asyncio.sleep(_SETTLED)
    protocol: Any = await context.new_cdp_session(page)
    await protocol.send("Network.enable")
    await protocol.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": profile.latency, "downloadThroughput": profile.down, "uploadThroughput": profile.up},
    )  # fmt: skip
    await protocol.send("Emulation.setCPUThrottlingRate", {"rate": profile.slower})
    await page.add_init_script(f"({_ANSWERS})()")
    await page.goto(url, wait_until="commit")
    try:
        yield page
    finally:
        await context.close()


@asynccontextmanager
async def _empty_page() -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        kind, body = _EMPTY.get(path, ("text/plain", b""))
        head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"
