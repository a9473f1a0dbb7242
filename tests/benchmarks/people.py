"""Five hundred people at once, each listing, creating, completing and chatting with a pause of a second on average."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict

import orjson

from tests.benchmarks.client import Connection
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.product import Product

PEOPLE = 500
PAUSE = 1.0
"""Seconds between two actions of one person, exponentially distributed."""
_ACTIONS = {"list": 40, "create": 25, "complete": 20, "chat": 15}


class Person:
    """One browser: a connection, the tasks it made, and a generator of its own so that runs are alike."""

    def __init__(self, number: int, connection: Connection) -> None:
        self._connection, self._random = connection, random.Random(number)
        self._headers = f"Cookie: client_id=00000000-0000-7000-8000-{number:012d}\r\n"
        self._name, self._made, self._open = f"person{number}", 0, list[str]()

    async def live(self, ends: float, seconds: dict[str, list[float]], failed: list[tuple[str, int]]) -> None:
        await asyncio.sleep(self._random.random() * PAUSE)
        while time.perf_counter() < ends:
            action = self._random.choices(list(_ACTIONS), _ACTIONS.values())[0]
            started = time.perf_counter()
            status = await self._act(action)
            seconds[action].append(time.perf_counter() - started)
            if status >= 400:
                failed.append((action, status))
            await asyncio.sleep(self._random.expovariate(1 / PAUSE))

    async def _act(self, action: str) -> int:
        if action == "list":
            return (await self._request("GET", "/api/tasks?status=active&limit=50")).status
        if action == "chat":
            self._made += 1
            text = {"message": f"Create a task to call {self._name} {self._made} tomorrow at 3pm", "timezone": "UTC"}
            return (await self._request("POST", "/api/chat", text)).status
        if action == "complete" and self._open:
            return (await self._request("POST", f"/api/tasks/{self._open.pop()}/complete")).status
        self._made += 1
        reply = await self._request("POST", "/api/tasks", {"title": f"{self._name} task {self._made}"})
        if reply.status == 201:
            self._open.append(orjson.loads(reply.body)["id"])
        return reply.status

    async def _request(self, method: str, path: str, body: object = None):  # type: ignore[no-untyped-def]
        return await self._connection.request(method, path, orjson.dumps(body) if body else b"", self._headers)


async def live(product: Product, seconds: int) -> list[Figure]:
    """p95 over all actions, and of each kind."""
    people = [Person(number, await Connection.open(product.port)) for number in range(PEOPLE)]
    taken: dict[str, list[float]] = defaultdict(list)
    failed: list[tuple[str, int]] = []
    ends = time.perf_counter() + seconds
    await asyncio.gather(*(person.live(ends, taken, failed) for person in people))
    everything = [each for kind in taken.values() for each in kind]
    name = f"{PEOPLE} people ({len(everything) / seconds:.0f} requests/s)"
    return [
        Figure(f"{name}: p95", in_ms(everything, 0.95), "ms", 150),
        *(Figure(f"{PEOPLE} people, {kind}: p95", in_ms(values, 0.95), "ms") for kind, values in sorted(taken.items())),
        Figure(f"{PEOPLE} people: errors", len(failed), "", 0),
    ]
