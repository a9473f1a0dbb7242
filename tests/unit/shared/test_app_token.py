"""A function answers those who know the token, and the platform's probes."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.app_token import AppToken


async def answer(_: Request) -> Response:
    return PlainTextResponse("here")


def _client(**headers: str) -> httpx.AsyncClient:
    app = AppToken(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])]), "the-token")
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://function", headers=headers)


@pytest.mark.parametrize("headers", [{}, {"dapr-api-token": ""}, {"dapr-api-token": "the-toke"}])
async def test_strangers_are_refused_with_a_sentence(headers: dict[str, str]) -> None:
    async with _client(**headers) as client:
        for path in ("/", "/bulk", "/api/tasks", "/live/", "/dapr/config"):
            refused = await client.post(path)
            assert (refused.status_code, refused.json()["code"]) == (403, "app_token_missing")
            assert "the-token" not in refused.text


async def test_a_sidecar_is_answered() -> None:
    async with _client(**{"dapr-api-token": "the-token"}) as client:
        assert (await client.post("/bulk")).text == "here"


@pytest.mark.parametrize("path", ["/live", "/ready", "/health", "/metrics"])
async def test_probes_need_no_token(path: str) -> None:
    async with _client() as client:
        assert (await client.get(path)).text == "here"
