"""A screen that watches: one connection to /api/updates, with all it has received."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.eventually import eventually

PATH = "/api/updates"


@dataclass
class Message:
    """One Server-Sent Event."""

    id: str
    event: str
    data: dict[str, Any]

    @property
    def changes(self) -> list[dict[str, Any]]:
        return list(self.data.get("changes", ()))


@dataclass
class Screen:
    """What has arrived so far; `place` is the id that a browser would resume with."""

    messages: list[Message] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    place: str = ""
    retry: int = 0
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Of tasks."""
        return [each for each in self._all() if each["type"].startswith("task.")]

    @property
    def told(self) -> list[dict[str, Any]]:
        """Of notifications."""
        return [each for each in self._all() if each["type"].startswith("notification.")]

    def of(self, task_id: str) -> list[tuple[str, int]]:
        """Type and version of the changes of one task, in the order of their arrival."""
        return [(each["type"], each["task"]["version"]) for each in self.changes if each["task"]["id"] == task_id]

    def _all(self) -> list[dict[str, Any]]:
        return [change for message in self.messages for change in message.changes]

    async def sees(self, wanted: Callable[["Screen"], Any]) -> None:
        async def look() -> Any:
            return wanted(self)

        await eventually(look)

    async def read(self, lines: AsyncIterator[str]) -> None:
        """Takes lines apart as the HTML Standard §9.2.6 says."""
        kind, data, self_id = "message", "", None
        async for line in lines:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if not line:
                self.place = self.place if self_id is None else self_id
                if data:
                    self.messages.append(Message(self.place, kind, json.loads(data)))
                kind, data, self_id = "message", "", None
                self.opened.set()
            elif not name:
                self.comments.append(value)
            elif name == "event":
                kind = value
            elif name == "data":
                data += value
            elif name == "id":
                self_id = value
            elif name == "retry":
                self.retry = int(value)


@asynccontextmanager
async def watching(client: httpx.AsyncClient, last_event_id: str = "", **options: Any) -> AsyncIterator[Screen]:
    """Opens the stream and reads it as it comes; returns once the first lines are there."""
    screen = Screen(place=last_event_id)
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    async with client.stream("GET", PATH, headers=headers, timeout=httpx.Timeout(30, read=None), **options) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        reading = asyncio.create_task(screen.read(answer.aiter_lines()))
        try:
            await asyncio.wait_for(screen.opened.wait(), 30)
            yield screen
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
