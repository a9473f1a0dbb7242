"""The engine against a real server."""

from collections.abc import AsyncIterator

import pytest

from tests.model_server.behaviour import hangs
from tests.model_server.server import ModelServer


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(hangs) as server:
        yield server
