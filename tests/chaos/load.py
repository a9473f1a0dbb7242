"""Writers that never give up: each write is repeated under the same Idempotency-Key until it is acknowledged."""

import asyncio
import random
import uuid
from datetime import timedelta
from typing import Any

import httpx

from tests.chaos.history import Armed, History, TaskHistory
from tests.chaos.subject import Reached

_PAUSE = 0.05
_ANSWER_SECONDS = 15.0
_REMIND_AFTER = (1.0, 6.0)
"""Seconds."""


class Writer:
    """One person with tasks of their own; nobody else writes to them."""

    def __init__(self, subject: Reached, history: History, random_source: random.Random, pause: float = 0.0) -> None:
        self._subject = subject
        self._history = history
        self._random = random_source
        self._pause = pause
        self._own: list[TaskHistory] = []

    async def create(self) -> TaskHistory:
        """One task, whatever it takes; it is never changed."""
        async with self._client() as client:
            return self._history.acknowledge(await self._by_interface(client), None)

    async def run(self, stop: asyncio.Event) -> None:
        """Writes until told to stop; the write under way is brought to its end."""
        async with self._client() as client:
            while not stop.is_set():
                await self._write(client)
                await asyncio.sleep(self._random.uniform(0, self._pause))

    def _client(self) -> httpx.AsyncClient:
        where, headers = self._subject.url, self._subject.headers
        return httpx.AsyncClient(base_url=where, headers=headers, timeout=_ANSWER_SECONDS, trust_env=False)

    async def _write(self, client: httpx.AsyncClient) -> None:
        if self._random.random() < 0.05:
            await self._arm(client)
            return
        alive = [task for task in self._own if task.status != "trashed"]
        if not alive or self._random.random() < 0.4:
            create = self._by_chat if self._random.random() < 0.2 else self._by_interface
            self._own.append(self._history.acknowledge(await create(client), None))
            return
        task = self._random.choice(alive)
        method, path, body = self._change(task)
        answer = await self._until_acknowledged(client, method, path, body)
        self._own[self._own.index(task)] = self._history.acknowledge(answer, task)

    async def _by_interface(self, client: httpx.AsyncClient) -> dict[str, Any]:
        return await self._until_acknowledged(client, "POST", "/api/tasks", {"title": f"chaos {uuid.uuid4().hex}"})

    async def _arm(self, client: httpx.AsyncClient) -> None:
        """A task to be reminded of in a moment; it is left alone, for any change might call its reminder off."""
        jumps = self._subject.jumps
        at = self._subject.now() + timedelta(seconds=self._random.uniform(*_REMIND_AFTER))
        # Nudge keeps milliseconds.
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        body = {"title": f"chaos {uuid.uuid4().hex}", "reminders": [{"at": at.isoformat()}]}
        answer = await self._until_acknowledged(client, "POST", "/api/tasks", body)
        task = self._history.acknowledge(answer, None)
        in_time = self._subject.now() < at and self._subject.jumps == jumps
        self._history.armed.append(Armed(task.id, at, in_time))

    async def _by_chat(self, client: httpx.AsyncClient) -> dict[str, Any]:
        """The chat function creates it by calling another one, under a key derived from ours."""
        name = "".join(self._random.choices("bcdfghklmnprstvz", k=24))
        body = {"message": f"Create a task to {name}", "timezone": "UTC"}
        answer = await self._until_acknowledged(client, "POST", "/api/chat", body)
        if len(answer["tasks"]) != 1 or name not in answer["tasks"][0]["title"].lower():
            raise AssertionError(f"chat did not create {name}: {answer}")
        task: dict[str, Any] = answer["tasks"][0]
        return task

    def _change(self, task: TaskHistory) -> tuple[str, str, dict[str, Any] | None]:
        path = f"/api/tasks/{task.id}"
        kind = self._random.choices(("update", "toggle", "delete"), (5, 3, 1))[0]
        if kind == "update":
            return "PATCH", path, {"title": f"chaos {uuid.uuid4().hex}"}
        if kind == "toggle":
            return "POST", f"{path}/{'reopen' if task.status == 'completed' else 'complete'}", {}
        return "DELETE", path, None

    async def _until_acknowledged(
        self, client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        key = str(uuid.uuid4())
        while True:
            try:
                answer = await client.request(method, path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 300:
                content: dict[str, Any] = answer.json()
                return content
            if answer is not None and answer.status_code < 500:
                raise AssertionError(f"{method} {path} was refused: {answer.status_code} {answer.text}")
            self._history.retries += 1
            await asyncio.sleep(_PAUSE)
