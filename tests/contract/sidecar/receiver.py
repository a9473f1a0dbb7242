"""Applications that receive: each keeps what it was sent and answers as the event itself asks.

An event's data may carry `answers`: the answers to its first deliveries, in order; after them it is accepted. A number
is an HTTP status, a word the `status` of Dapr's answer.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from cloudevents.http import CloudEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

PATIENCE = 15.0


@dataclass(frozen=True)
class Delivered:
    path: str
    event: dict[str, Any]
    headers: dict[str, str]
    request: int
    envelope: dict[str, Any] | None = None

    @property
    def data(self) -> Any:
        return self.event.get("data")


@dataclass
class Receiver:
    """One application. `delay` seconds pass before each answer. One that is not `obedient` accepts everything."""

    name: str
    delivered: list[Delivered] = field(default_factory=list)
    delay: float = 0.0
    obedient: bool = True
    running: int = 0
    most_running: int = 0
    requests: int = 0

    def __post_init__(self) -> None:
        self._tries: Counter[str] = Counter()
        self._changed = asyncio.Event()
        self.app = Starlette(
            routes=[
                Route("/echo/{rest:path}", self._echo, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
                Route("/stream", self._stream),
                Route("/{path:path}", self._receive, methods=["POST"]),
            ]
        )

    def of(self, run: str) -> list[Delivered]:
        """What one test's events led to."""
        return [one for one in self.delivered if isinstance(one.data, dict) and one.data.get("run") == run]

    async def wait(self, run: str, count: int) -> list[Delivered]:
        """The deliveries of a test as soon as there are `count` of them."""
        await self.until(lambda: len(self.of(run)) >= count)
        return self.of(run)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def _receive(self, request: Request) -> Response:
        body = orjson.loads(await request.body())
        self.requests += 1
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        self._changed.set()
        await asyncio.sleep(self.delay)
        self.running -= 1
        headers = dict(request.headers)
        if "entries" not in body:
            self._keep(Delivered(request.url.path, body, headers, self.requests))
            return _single(self._answer(body))
        for entry in body["entries"]:
            self._keep(Delivered(request.url.path, entry["event"], entry["metadata"], self.requests, body))
        answers = {entry["entryId"]: self._answer(entry["event"]) for entry in body["entries"]}
        statuses = [{"entryId": key, "status": answer} for key, answer in answers.items() if answer is not None]
        return JSONResponse({"statuses": statuses})

    def keep_event(self, event: CloudEvent) -> None:
        """An event that came through functions-framework."""
        self._keep(Delivered("/", {**event.get_attributes(), "data": event.get_data()}, {}, 0))

    def _keep(self, one: Delivered) -> None:
        self.delivered.append(one)
        self._changed.set()

    def _answer(self, event: dict[str, Any]) -> Any:
        data = event.get("data")
        answers = data.get("answers", []) if isinstance(data, dict) and self.obedient else []
        turn = self._tries[event["id"]]
        self._tries[event["id"]] += 1
        return answers[turn] if turn < len(answers) else "SUCCESS"

    async def _echo(self, request: Request) -> Response:
        content = {
            "method": request.method, "path": request.url.path, "raw": request.scope["raw_path"].decode(),
            "query": request.url.query, "headers": dict(request.headers), "body": (await request.body()).decode(),
        }  # fmt: skip
        status = int(request.query_params.get("status", "200"))
        if status == 204:
            return Response(status_code=204)
        answer = JSONResponse(content, status, headers={"x-answer": "yes", "keep-alive": "timeout=5"})
        answer.set_cookie("one", "1")
        answer.set_cookie("two", "2")
        return answer

    async def _stream(self, request: Request) -> Response:
        async def parts() -> Any:
            for number in range(3):
                yield f"part {number}\n"
                await asyncio.sleep(0.01)

        return StreamingResponse(parts(), media_type="text/plain")


def _single(answer: Any) -> Response:
    if isinstance(answer, int):
        return Response(b"answer as asked", status_code=answer)
    return Response(answer) if answer in ("", "fine") else JSONResponse({"status": answer})


class Listener:
    """Serves an ASGI application on a unix socket or on a loopback port; can be taken away and brought back."""

    def __init__(self, app: Any, path: Path | None) -> None:
        self._app = app
        self._path = path
        self._server: uvicorn.Server | None = None
        self._port = 0

    @property
    def address(self) -> str:
        return f"unix:{self._path}" if self._path else f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """Of one that listens on loopback, from its first start on."""
        return self._port

    async def start(self) -> None:
        if self._path is None:
            listening = socket.create_server(("127.0.0.1", self._port))
            self._port = listening.getsockname()[1]
        else:
            listening = socket.socket(socket.AF_UNIX)
            self._path.unlink(missing_ok=True)
            listening.bind(str(self._path))
            listening.listen()
        config = uvicorn.Config(self._app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server._serve([listening]))
        while not self._server.started:
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.should_exit = True
            await self._task
            self._server = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)
