"""What a cold visit costs: bytes of script, and the time until the page answers to a key, on a slowed-down browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser

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
    """Visits by browsers that were never here, counted from the request for the page."""
    answered, listed = [], []
    for _ in range(times):
        context = await browser.new_context()
        page = await context.new_page()
        # A browser that has just begun is busy with itself; what the page takes does not begin there.
        await page.goto("about:blank")
        protocol: Any = await context.new_cdp_session(page)
        await protocol.send("Network.enable")
        await protocol.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": profile.latency, "downloadThroughput": profile.down, "uploadThroughput": profile.up},
        )  # fmt: skip
        await protocol.send("Emulation.setCPUThrottlingRate", {"rate": profile.slower})
        await page.add_init_script(f"({_ANSWERS})()")
        await page.goto(url, wait_until="commit")
        answered.append(await page.evaluate("window.answered") / 1000)
        listed.append(await page.evaluate(_LISTED) / 1000)
        await context.close()
    return [
        Figure(f"interactive, {profile.name}: median", percentile(answered, 0.5), "s", profile.target),
        Figure(f"list shown, {profile.name}: median", percentile(listed, 0.5), "s"),
    ]
