"""A repeating task is done: how long until a screen shows its next occurrence."""

from __future__ import annotations

import asyncio
import time

import orjson

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Product

_PATIENCE = 15.0
_WARM_UP = 10


class Screen(asyncio.Protocol):
    """One update stream; answers who waits for the first change of a task that it has not seen."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.opened, self._received = loop.create_future(), b""
        self._wanted, self._seen, self._found = "", "", loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(b"GET /api/updates HTTP/1.1\r\nHost: localhost\r\n\r\n")  # type: ignore[attr-defined]
        self.transport = transport

    def expect(self, series: str, after: str) -> asyncio.Future[str]:
        """The id of the next task of the series, other than `after`, once it is here."""
        self._wanted, self._seen = series, after
        self._found = asyncio.get_running_loop().create_future()
        return self._found

    def data_received(self, data: bytes) -> None:
        if not self.opened.done() and b"retry:" in data:
            self.opened.set_result(None)
        self._received += data
        whole, _, self._received = self._received.rpartition(b"\n\n")
        for line in whole.splitlines():
            if line.startswith(b"data: ") and self._wanted.encode() in line:
                self._look(orjson.loads(line[6:]).get("changes", ()))

    def _look(self, changes: list[dict[str, object]]) -> None:
        for change in changes:
            task = change.get("task")
            if not isinstance(task, dict) or task.get("series_id") != self._wanted or task["id"] == self._seen:
                continue
            if not self._found.done():
                self._found.set_result(str(task["id"]))


async def complete(product: Product, times: int) -> list[Figure]:
    """One after the other; each completes what the one before brought."""
    _, screen = await asyncio.get_running_loop().create_connection(Screen, "127.0.0.1", product.port)
    await screen.opened
    connection = await Connection.open(product.port)
    answered, visible = [], []
    task, series = await _begun(connection)
    for number in range(_WARM_UP + times):
        found = screen.expect(series, task)
        started = time.perf_counter()
        reply = await connection.request("POST", f"/api/tasks/{task}/complete")
        done = time.perf_counter() - started
        if reply.status != 200:
            raise SystemExit(f"Completing a task was answered with {reply.status}.")
        task = await asyncio.wait_for(found, _PATIENCE)
        if number >= _WARM_UP:
            answered.append(done)
            visible.append(time.perf_counter() - started)
    connection.close()
    screen.transport.close()
    name = "completion → next occurrence on a screen"
    return [
        Figure("limit: completing a task, answered, median", in_ms(answered, 0.5), "ms"),
        Figure(f"{name}: median", in_ms(visible, 0.5), "ms"),
        Figure(f"{name}: p99", in_ms(visible, 0.99), "ms", 1_000),
        Figure(f"{name}: median, as a multiple of the answer", in_ms(visible, 0.5) / in_ms(answered, 0.5), ""),
    ]


async def _begun(connection: Connection) -> tuple[str, str]:
    """A new series: the ids of its first task and its own."""
    task = {
        "title": "Water the plants",
        "due_at": "2090-01-01T08:00:00Z",
        "recurrence": {"pattern": "daily"},
        "reminders": [{"lead_minutes": 60}],
    }
    reply = await connection.request("POST", "/api/tasks", orjson.dumps(task))
    made = orjson.loads(reply.body)
    return made["id"], made["series_id"]
