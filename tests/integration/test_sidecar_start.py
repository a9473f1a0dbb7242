"""A function that starts together with its sidecar, and mostly before it."""

import asyncio

import pytest
from dapr.conf import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.sidecar import reached
from tests.contract.sidecar.receiver import Listener


async def test_it_goes_on_as_soon_as_the_sidecar_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    async def health(_: Request) -> Response:
        looked.append(500 if len(looked) < 3 else 204)
        return Response(status_code=looked[-1])

    listener = Listener(Starlette(routes=[Route("/v1.0/healthz/outbound", health)]), None)
    await listener.start()
    monkeypatch.setattr(settings, "DAPR_HTTP_ENDPOINT", listener.address)
    monkeypatch.setattr(settings, "DAPR_HEALTH_TIMEOUT", 60)
    await asyncio.wait_for(reached(), 30)
    await listener.stop()
    assert looked == [500, 500, 500, 204]


async def test_it_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DAPR_HTTP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(settings, "DAPR_HEALTH_TIMEOUT", 0.2)
    await asyncio.wait_for(reached(), 30)
