"""What a function does beside answering: it goes on after a mistake, and ends with the application."""

import asyncio
import logging
from types import ModuleType
from typing import Any, cast

import pytest
from starlette.applications import Starlette

from shared import runtime
from shared.services import Services

SERVICES = cast(Services, object())


class Work(ModuleType):
    """A function's module whose `run` fails the first two times."""

    def __init__(self) -> None:
        super().__init__("work")
        self.begun = 0
        self.going_on = asyncio.Event()
        self.ended = False

    async def run(self, services: Any) -> None:
        assert services is SERVICES
        self.begun += 1
        if self.begun < 3:
            raise ZeroDivisionError("a mistake")
        self.going_on.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended = True


async def test_it_begins_anew_after_a_mistake_and_ends_with_the_application(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runtime, "_BEGINS_ANEW_AFTER", 0.0)
    work = Work()
    with caplog.at_level(logging.ERROR):
        async with runtime._lifespan(work, SERVICES)(Starlette()):
            await asyncio.wait_for(work.going_on.wait(), 30)
            assert not work.ended
    assert (work.begun, work.ended) == (3, True)
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["a mistake"] * 2


async def test_what_has_finished_does_not_begin_anew() -> None:
    module = ModuleType("once")
    runs: list[None] = []

    async def once(_: Any) -> None:
        runs.append(None)

    module.run = once  # type: ignore[attr-defined]
    async with runtime._lifespan(module, SERVICES)(Starlette()):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert runs == [None]
