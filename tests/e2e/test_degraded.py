"""While the database is away the page shows the list as it was, says so, and takes it back by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from playwright.async_api import expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.nudge import Nudge

_PATIENCE = 60_000
"""Milliseconds; twice the time in which everything is to be well again."""


@contextmanager
def database_away(nudge: Nudge) -> Iterator[None]:
    dsn = json.loads((nudge.home / "secrets.json").read_bytes())["database-url"]
    with psycopg.connect(dsn.replace("/nudge?", "/postgres?"), autocommit=True) as connection:
        connection.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS false")
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'nudge'")
            yield
        finally:
            connection.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS true")


async def test_an_old_list_is_shown_as_such_and_the_sentence_goes_by_itself(
    open_window: OpenWindow, nudge: Nudge
) -> None:
    nudge.create("Water the plants")
    first = await open_window()
    await first.open_live()
    await expect(first.row("Water the plants")).to_be_visible()
    note = first.page.locator(".condition")
    await expect(note).to_have_text("")
    await asyncio.sleep(2)  # the list is kept behind its answer, once a second
    with database_away(nudge):
        second = await open_window()
        await second.open()
        await expect(second.row("Water the plants")).to_be_visible(timeout=_PATIENCE)
        told = second.page.locator(".condition")
        await expect(told).to_contain_text("Your tasks cannot be reached just now", timeout=_PATIENCE)
        await expect(told).to_contain_text("This list is as it was")
        await second.say("show my active tasks")
        await expect(second.page.locator(".log")).to_contain_text("This is the list as it was on")
    await expect(told).to_have_text("", timeout=_PATIENCE)
    nudge.create("Afterwards")
    await expect(second.row("Afterwards")).to_be_visible(timeout=_PATIENCE)
    for window in (first, second):
        window.forgive_network()
