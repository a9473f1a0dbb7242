"""The functions of repeating tasks on a real database, at a time that the test sets; events are delivered when the test says so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from functions.generate_recurrence.main import repeat
from shared.consumer import Consumer
from shared.events import Event
from shared.http import pattern
from shared.runtime import build_app
from shared.services import Services
from tests.integration.conftest import Published

Json = dict[str, Any]
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Household:
    """A person's requests, the passing of time, and the events that follow."""

    def __init__(self, services: Services, published: Published) -> None:
        self.now = TUESDAY
        self.services = replace(services, clock=lambda: self.now)
        self.published = published
        self.consumer = Consumer("generate-recurrence", repeat)
        self.consumer.bind(self.services)
        transport = httpx.ASGITransport(_Routed(self.services))
        self._http = httpx.AsyncClient(transport=transport, base_url="http://nudge")
        self._delivered = 0

    async def ask(self, method: str, path: str, body: Json | None = None, status: int = 200, **options: Any) -> Json:
        """One request; fails on any other status."""
        answer = await self._http.request(method, f"/api{path}", json=body, **options)
        assert answer.status_code == status, answer.text
        content: Json = answer.json() if answer.content else {}
        return content

    async def create(self, pattern: str = "weekly", due_at: str | None = "2026-11-24T17:00", **fields: Any) -> Json:
        """A repeating task, at home in Berlin unless told otherwise."""
        recurrence = fields.pop("recurrence", {"pattern": pattern})
        body = {
            "title": "Water plants",
            "timezone": "Europe/Berlin",
            "due_at": due_at,
            "recurrence": recurrence,
            **fields,
        }
        return await self.ask("POST", "/tasks", body, 201)

    async def do(self, task: Json, command: str = "complete") -> Json:
        """Completes, reopens or restores a task, and lets its events be delivered."""
        answer = await self.ask("POST", f"/tasks/{task['id']}/{command}")
        await self.settle()
        return answer

    async def trash(self, task: Json, permanent: bool = False) -> None:
        await self.ask(
            "DELETE", f"/tasks/{task['id']}{'?permanent=true' if permanent else ''}", status=204 if permanent else 200
        )
        await self.settle()

    async def get(self, task: Json) -> Json:
        return await self.ask("GET", f"/tasks/{task['id']}")

    async def series(self, task: Json) -> Json:
        return await self.ask("GET", f"/series/{task['series_id']}")

    async def open(self, task: Json) -> list[Json]:
        """Tasks of the series that are still to be done."""
        found: list[Json] = (await self.series(task))["open"]
        return found

    async def due(self, task: Json) -> list[str]:
        return [each["due_at"] for each in await self.open(task)]

    async def settle(self) -> None:
        """Delivers what was published to generate-recurrence, and what came of that, until there is nothing more."""
        while pending := self.pending():
            assert await self.deliver(pending) == ["SUCCESS"] * len(pending)

    def pending(self) -> list[Event]:
        """Task events since the last time this was asked."""
        found = [event for event in self.published[self._delivered :] if event.topic == "task-events"]
        self._delivered = len(self.published)
        return found

    async def deliver(self, events: Sequence[Event], consumer: Consumer | None = None) -> list[str]:
        bodies = [orjson.loads(event.body) for event in events]
        return list(await (consumer or self.consumer).receive(bodies, "task-events"))

    def told(self, kind: str) -> list[Event]:
        return [event for event in self.published if event.type == kind]

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.services.database.connection() as connection:
            return await (await connection.execute(statement, parameters)).fetchall()


class _Routed:
    """What the gateway does, as far as it matters here."""

    _FUNCTIONS = ("create-task", "update-task", "complete-task", "delete-task", "list-tasks", "manage-series")

    def __init__(self, services: Services) -> None:
        apps = {name: build_app(name, services) for name in self._FUNCTIONS}
        self._routes: list[tuple[str, Any, ASGIApp]] = [
            (route.method, pattern(route.path), apps[function.name])
            for route, function in services.catalogue.routes()
            if function.name in apps
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = next(
            app for method, path, app in self._routes if method == scope["method"] and path.fullmatch(scope["path"])
        )
        await app(scope, receive, send)


@pytest.fixture
def home(services: Services, published: Published) -> Iterator[Household]:
    yield Household(services, published)
