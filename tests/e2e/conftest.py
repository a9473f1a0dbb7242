"""A running Nudge, a browser, and windows that tell at the end whether anything went wrong in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.nudge import Nudge
from tests.e2e.window import ZONE, Window, open_browser

OpenWindow = Callable[..., Awaitable[Window]]


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nudge]:
    nudge = Nudge(tmp_path_factory.mktemp("e2e") / "home")
    nudge.start()
    yield nudge
    nudge.stop()


@pytest.fixture
def nudge(installation: Nudge) -> Nudge:
    """A running Nudge with an empty list."""
    installation.clear()
    return installation


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest.fixture
async def open_window(browser: Browser, nudge: Nudge) -> AsyncIterator[OpenWindow]:
    """Opens windows, each as a browser of its own. None may have asked another place or complained when the test ends."""
    windows: list[Window] = []

    async def open_one(url: str | None = None, **options: Any) -> Window:
        context = await browser.new_context(**{"timezone_id": ZONE, "locale": "en-GB", **options})
        window = Window(await context.new_page(), context, url or nudge.url)
        window.watch()
        windows.append(window)
        return window

    yield open_one
    for window in windows:
        await window.context.close()
    assert [url for window in windows for url in window.strayed] == []
    assert [text for window in windows for text in window.complaints] == []


@pytest.fixture
async def window(open_window: OpenWindow) -> Window:
    return await open_window()
