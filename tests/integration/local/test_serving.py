"""Several applications in one loop, each on its own socket; and the way from one to another over a socket."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from local.forwarding import Forwarder, OverSocket
from local.serving import Server, StartupError

Listen = Callable[[str], socket.socket]


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def listen(folder: Path) -> Iterator[Listen]:
    opened: list[socket.socket] = []

    def at(name: str) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(folder / name))
        listening.listen(16)
        opened.append(listening)
        return listening

    yield at
    for listening in opened:
        listening.close()


@pytest_asyncio.fixture
async def server(listen: Listen) -> AsyncIterator[Server]:
    """Ends before its sockets do."""
    serving = Server()
    yield serving
    await serving.close(0.1)


def client(path: Path) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=str(path)), base_url="http://function")


def naming(name: str) -> Starlette:
    async def tell(request: Request) -> Response:
        return JSONResponse({"name": name, "path": request.url.path})

    return Starlette(routes=[Route("/{rest:path}", tell)])


async def test_each_socket_answers_with_its_own_application(server: Server, listen: Listen, folder: Path) -> None:
    for name in ("a", "b"):
        await server.add(naming(name), listen(name))
    for name in ("a", "b"):
        async with client(folder / name) as http:
            answer = await http.get("/x")
            assert answer.json() == {"name": name, "path": "/x"}
            assert "date" in answer.headers


async def test_one_application_may_have_several_sockets(server: Server, listen: Listen, folder: Path) -> None:
    public = socket.create_server(("127.0.0.1", 0))
    await server.add(naming("gateway"), listen("gateway"), public)
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"http://127.0.0.1:{public.getsockname()[1]}/")
    assert answer.json()["name"] == "gateway"


async def test_a_request_under_way_is_answered_before_the_end(listen: Listen, folder: Path) -> None:
    begun = asyncio.Event()

    async def slow(request: Request) -> Response:
        begun.set()
        await asyncio.sleep(0.2)
        return Response("done")

    server = Server()
    await server.add(Starlette(routes=[Route("/", slow)]), listen("slow"))
    async with client(folder / "slow") as http:
        asked = asyncio.create_task(http.get("/"))
        await begun.wait()
        await server.close(10)
        assert (await asked).text == "done"


async def test_a_stream_without_end_does_not_hold_up_the_stop(listen: Listen, folder: Path) -> None:
    ended = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"tick\n"
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    async def stream(request: Request) -> Response:
        return StreamingResponse(endless())

    server = Server()
    await server.add(Starlette(routes=[Route("/", stream)]), listen("stream"))
    async with client(folder / "stream") as http, http.stream("GET", "/") as answer:
        lines = answer.aiter_lines()
        assert await anext(lines) == "tick"
        await asyncio.wait_for(server.close(0.1), 30)
        await asyncio.wait_for(ended.wait(), 30)


async def test_lifespans_run_as_long_as_the_server(listen: Listen) -> None:
    happened: list[str] = []

    def living(name: str) -> Starlette:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            happened.append(f"{name} began")
            yield
            happened.append(f"{name} ended")

        return Starlette(lifespan=lifespan)

    server = Server()
    await server.add(living("a"), listen("a"))
    await server.add(living("b"), listen("b"))
    await server.close(0.1)
    assert happened == ["a began", "b began", "b ended", "a ended"]


async def test_an_application_that_does_not_start_is_told(listen: Listen, folder: Path) -> None:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        raise OSError("no")
        yield

    server = Server()
    with pytest.raises(StartupError):
        await server.add(Starlette(lifespan=lifespan), listen("a"))
    await server.close(0.1)


def echo() -> Starlette:
    async def tell(request: Request) -> Response:
        body = (await request.body()).decode()
        told = {
            "method": request.method,
            "path": request.url.path,
            "query": str(request.query_params),
            "body": body,
            "x": request.headers["x-a"],
        }
        return JSONResponse(told, 418, {"x-b": "back"})

    return Starlette(routes=[Route("/deep/{rest:path}", tell, methods=["PATCH"])])


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_a_function_is_reached_here_or_elsewhere_alike(
    server: Server, listen: Listen, folder: Path, elsewhere: bool
) -> None:
    await server.add(echo(), listen("echo"))
    here: dict[str, ASGIApp] = {} if elsewhere else {"echo": echo()}
    application = Forwarder(here, {"echo": folder / "echo"})("echo")
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        answer = await http.patch("/deep/a%20b%25?q=1&q=2", content="söme body", headers={"x-a": "there"})
    assert answer.status_code == 418
    assert answer.json() == {
        "method": "PATCH",
        "path": "/deep/a b%",
        "query": "q=1&q=2",
        "body": "söme body",
        "x": "there",
    }
    assert answer.headers["x-b"] == "back"


async def test_a_function_that_breaks_off_is_told(listen: Listen, folder: Path) -> None:
    listening = listen("broken")

    async def break_off() -> None:
        connection, _ = await asyncio.get_running_loop().sock_accept(listening)
        connection.close()

    listening.setblocking(False)
    breaking = asyncio.create_task(break_off())
    transport = httpx.ASGITransport(app=OverSocket(folder / "broken"))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post("/bulk")
    await breaking


async def test_a_function_of_this_process_needs_no_socket(folder: Path) -> None:
    application = naming("here")
    assert Forwarder({"a": application}, {"a": folder / "nowhere"})("a") is application
    assert isinstance(Forwarder({}, {"a": folder / "nowhere"})("a"), OverSocket)
