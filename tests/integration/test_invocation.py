"""How the gateway of a cluster reaches functions: through its sidecar, played here by a server that says what daprd says."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from dapr.conf import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from functions.gateway.forward import ByInvocation
from shared import catalogue
from shared.errors import Unavailable
from tests.contract.sidecar.receiver import Listener
from tests.eventually import eventually

DAPRD_SAYS = {"errorCode": "ERR_DIRECT_INVOKE", "message": "failed to invoke, id: list-tasks, err: connection refused"}
PROBLEM = {"code": "database_unavailable", "detail": "Your tasks cannot be reached just now."}


async def _endless(request: Request) -> AsyncIterator[str]:
    try:
        while True:
            yield ": still here\n\n"
            await asyncio.sleep(0.01)
    finally:
        request.state.ended.set()


async def _cut_short() -> AsyncIterator[bytes]:
    yield b"half an answer"


@pytest.fixture
async def sidecar(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Request]]:
    """What it was asked."""
    asked: list[Request] = []

    async def invoke(request: Request) -> Response:
        asked.append(request)
        request.state.ended = asyncio.Event()
        if request.path_params["function"] == "stream-updates":
            return StreamingResponse(_endless(request), media_type="text/event-stream")
        if request.path_params["function"] == "away":
            return JSONResponse(DAPRD_SAYS, 500)
        if request.path_params["function"] == "broken":
            return StreamingResponse(_cut_short(), headers={"content-length": "100"})
        if request.path_params["function"] == "degraded":
            return JSONResponse(PROBLEM, 503, media_type="application/problem+json")
        return JSONResponse({}, 201)

    methods = ["GET", "POST", "PATCH"]
    listener = Listener(
        Starlette(routes=[Route("/v1.0/invoke/{function}/method/{path:path}", invoke, methods=methods)]), None
    )
    await listener.start()
    monkeypatch.setattr(settings, "DAPR_HTTP_ENDPOINT", listener.address)
    yield asked
    await listener.stop()


@pytest.fixture
async def forward() -> AsyncIterator[ByInvocation]:
    made = ByInvocation(catalogue.load())
    yield made
    await made.close()


def _browser(forward: ByInvocation, function: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=forward(function)), base_url="http://nudge")


async def test_what_the_sidecar_says_of_itself_is_not_for_people(sidecar: list[Request], forward: ByInvocation) -> None:
    async with _browser(forward, "away") as browser:
        with pytest.raises(Unavailable):
            await browser.get("/api/tasks")


async def test_what_a_function_says_comes_through(sidecar: list[Request], forward: ByInvocation) -> None:
    async with _browser(forward, "degraded") as browser:
        answer = await browser.get("/api/tasks")
    assert (answer.status_code, answer.json()) == (503, PROBLEM)
    assert answer.headers["content-length"] == str(len(answer.content))


async def test_an_answer_that_breaks_off_is_a_failure_and_no_half_answer(
    sidecar: list[Request], forward: ByInvocation
) -> None:
    async with _browser(forward, "broken") as browser:
        with pytest.raises(Unavailable):
            await browser.get("/api/tasks")


async def test_a_function_that_is_not_reached_is_left_alone_for_a_while(
    sidecar: list[Request], forward: ByInvocation
) -> None:
    async with _browser(forward, "away") as browser, _browser(forward, "list-tasks") as other:
        for _ in range(10):
            with pytest.raises(Unavailable):
                await browser.get("/api/tasks")
        assert len(sidecar) == 5
        assert (await other.get("/api/tasks")).status_code == 201


async def test_whatever_a_function_answers_it_is_there(sidecar: list[Request], forward: ByInvocation) -> None:
    """A person's mistakes, or a database that is away, do not keep others from it."""
    async with _browser(forward, "degraded") as browser:
        for _ in range(10):
            await browser.get("/api/tasks")
    assert len(sidecar) == 10


@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_every_write_has_a_key(sidecar: list[Request], forward: ByInvocation, method: str) -> None:
    """The sidecar may send it again."""
    async with _browser(forward, "create-task") as browser:
        await browser.request(method, "/api/tasks", json={})
        await browser.request(method, "/api/tasks", json={}, headers={"idempotency-key": "mine"})
        await browser.get("/api/tasks")
    keys: list[Any] = [request.headers.getlist("idempotency-key") for request in sidecar]
    assert len(keys[0]) == 1 and len(keys[0][0]) == 36
    assert keys[1:] == [["mine"], []]


async def test_who_will_probably_be_needed_is_woken_once(sidecar: list[Request], forward: ByInvocation) -> None:
    async with _browser(forward, "parse-chat") as browser:
        for _ in range(3):
            await browser.post("/api/chat", json={})

    async def woken() -> list[str]:
        return [request.url.path for request in sidecar if request.path_params["function"] == "create-task"]

    assert await eventually(woken) == ["/v1.0/invoke/create-task/method/live"]
    assert len(sidecar) == 4


async def test_a_stream_ends_with_its_reader(sidecar: list[Request], forward: ByInvocation) -> None:
    left, begun = asyncio.Event(), asyncio.Event()
    messages = iter([{"type": "http.request", "body": b""}])

    async def receive() -> Message:
        if (message := next(messages, None)) is not None:
            return message
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            begun.set()

    scope = {"type": "http", "method": "GET", "path": "/api/updates", "query_string": b"", "headers": []}
    answering = asyncio.create_task(forward("stream-updates")(scope, receive, send))
    await asyncio.wait_for(begun.wait(), 30)
    left.set()
    await asyncio.wait_for(answering, 30)
    await asyncio.wait_for(sidecar[0].state.ended.wait(), 30)
