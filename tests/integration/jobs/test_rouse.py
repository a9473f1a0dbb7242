"""What wakes sleepers before somebody needs them: beside a trigger's sidecar, and at a function's start."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.contract.sidecar.receiver import Listener
from tests.eventually import eventually

_NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def asked() -> AsyncIterator[tuple[str, list[str]]]:
    """The address of a function, and what it was asked."""
    paths: list[str] = []

    async def answer(request: Request) -> Response:
        paths.append(request.url.path)
        return Response()

    listener = Listener(Starlette(routes=[Route("/{path:path}", answer)]), None)
    await listener.start()
    yield listener.address, paths
    await listener.stop()


async def _all(paths: list[str], count: int = 1) -> bool:
    return len(paths) == count


async def _started(address: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "shared.jobs.rouse", address)
    return await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)


async def test_a_trigger_wakes_its_function_once_and_sleeps_until_it_is_ended(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    process = await _started(address)
    await eventually(lambda: _all(paths))
    assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    assert paths == ["/live"]


async def test_a_trigger_stays_when_nobody_wakes_up() -> None:
    process = await _started(_NOBODY)
    assert process.stderr is not None
    assert b"Not woken beforehand" in await process.stderr.readline()
    assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_a_function_wakes_those_it_will_call_before_it_has_started_itself(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    environment = {**os.environ, "NUDGE_WAKES": f"{address} {_NOBODY} {address}"}
    command = (sys.executable, "-m", "shared.start", "no-such-function")
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.PIPE)
    _, told = await process.communicate()
    assert process.returncode == 2
    assert b"Usage" in told
    assert b"Not woken beforehand" in told
    assert paths == ["/live", "/live"]
