"""A Nudge behind an access token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.nudge import Nudge
from tests.e2e.test_safety import faults


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nudge]:
    nudge = Nudge(tmp_path_factory.mktemp("guarded") / "home")
    nudge.make_token()
    nudge.start()
    yield nudge
    nudge.stop()


async def test_the_token_opens_the_list(open_window: OpenWindow, guarded: Nudge) -> None:
    guarded.create("Secret plan")
    window = await open_window(guarded.url)
    await window.open()
    await expect(window.page.get_by_role("heading", name="Sign in to Nudge")).to_be_visible()
    assert await faults(window) == []
    await window.page.get_by_label("Access token").fill("not the token")
    await window.button("Sign in").click()
    await expect(window.page.locator("#sign-in-problem")).not_to_be_empty()
    await expect(window.page.get_by_text("Secret plan")).to_have_count(0)

    assert guarded.token is not None
    await window.page.get_by_label("Access token").fill(guarded.token)
    await window.page.get_by_label("Your name (optional)").fill("Zoë")
    await window.button("Sign in").click()
    await expect(window.row("Secret plan")).to_be_visible()
    await window.page.reload()
    await window.is_connected("Live")

    await window.button("Sign out").click()
    await expect(window.page.get_by_role("heading", name="Sign in to Nudge")).to_be_visible()
    window.forgive_network()
