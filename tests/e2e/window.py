"""One browser window on the page, with what a user does and sees there."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

ZONE = "Europe/Berlin"
expect.set_options(timeout=30_000)  # what is to happen is waited for, also on a machine that is busy with other things
_ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Window:
    """Keeps what must never happen: requests to other places, and complaints of the browser (also about the CSP)."""

    page: Page
    context: BrowserContext
    url: str
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        def on_request(request: Any) -> None:
            if not request.url.startswith(("data:", "blob:")) and urlsplit(request.url)[:2] != urlsplit(self.url)[:2]:
                self.strayed.append(request.url)

        def on_console(message: Any) -> None:
            if message.type in ("error", "warning"):
                self.complaints.append(message.text)

        self.page.on("request", on_request)
        self.page.on("console", on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def forgive_network(self) -> None:
        """Takes back what the browser said of failed requests, where a test made them fail."""
        self.complaints = [text for text in self.complaints if "Failed to load resource" not in text]
        self.complaints = [text for text in self.complaints if "net::ERR_" not in text]

    async def open(self, path: str = "/") -> None:
        await self.page.goto(self.url + path)

    async def open_live(self, path: str = "/") -> None:
        await self.open(path)
        await self.is_connected("Live")

    async def is_connected(self, state: str) -> None:
        await expect(self.page.locator(".connection .state-name")).to_have_text(state, timeout=30_000)

    async def say(self, message: str) -> Locator:
        """Sends a chat message; gives the answer to it."""
        before = await self.answers.count()
        await self.page.get_by_label("Message to Nudge").fill(message)
        await self.page.get_by_role("button", name="Send").click()
        await expect(self.answers).to_have_count(before + 1, timeout=15_000)
        return self.answers.nth(before)

    @property
    def answers(self) -> Locator:
        return self.page.locator(".message:not(.own)")

    @property
    def rows(self) -> Locator:
        return self.page.locator("#tasks li.task")

    def row(self, title: str) -> Locator:
        whole = re.compile(f"^{re.escape(title)}$", re.IGNORECASE)
        return self.rows.filter(has=self.page.locator(".title").filter(has_text=whole))

    def group(self, name: str) -> Locator:
        return self.page.locator(f"section.group.{name.lower()}")

    def in_group(self, name: str, title: str) -> Locator:
        whole = re.compile(f"^{re.escape(title)}$", re.IGNORECASE)
        return self.group(name).locator("li.task").filter(has=self.page.locator(".title").filter(has_text=whole))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def notice(self, text: str) -> Locator:
        return self.page.locator(".notice").filter(has_text=text)

    async def complete(self, title: str) -> None:
        await self.row(title).get_by_role("checkbox").click()

    async def unfold_completed(self) -> None:
        await self.group("completed").get_by_role("button", name="Completed").click()

    async def scrolls_sideways(self) -> bool:
        return bool(await self.page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"))
