"""Somebody who goes on using Nudge while something fails, and remembers what was acknowledged and what was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.matrix import Seen
from tests.integration.tasks import problem, unique

NOT_KEPT = "cannot keep our conversation"
AS_IT_WAS = "as it was on"


@dataclass
class Person:
    api: httpx.AsyncClient
    lists: list[Seen] = field(default_factory=list)
    changes: list[Seen] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)
    """Title to key of what was acknowledged."""
    refused: dict[str, str] = field(default_factory=dict)

    async def look(self) -> None:
        answer = await self.api.get("/api/tasks", params={"status": "active", "limit": 500})
        if answer.status_code != 200:
            friendly(answer)
            self.lists.append("refused")
            return
        marked = answer.json().get("stale_since")
        assert answer.headers.get("x-nudge-stale-since") == marked, "an old list is marked in both places or in none"
        self.lists.append("then" if marked else "now")

    async def change(self) -> None:
        title, key = unique("task"), str(uuid4())
        answer = await self.create(title, key)
        if answer.status_code == 201:
            self.stored[title] = key
            self.changes.append("now")
            return
        friendly(answer)
        self.refused[title] = key
        self.changes.append("refused")

    async def create(self, title: str, key: str, **fields: Any) -> httpx.Response:
        return await self.api.post("/api/tasks", json={"title": title, **fields}, headers={"idempotency-key": key})

    async def chat(self, message: str = "show my active tasks") -> None:
        answer = await self.api.post("/api/chat", json={"message": message, "timezone": "Europe/Berlin"})
        if answer.status_code != 200:
            friendly(answer, "unavailable")
            return
        self.replies.append(answer.json()["reply"])

    async def condition(self) -> dict[str, Any]:
        answer = await self.api.get("/api/status")
        assert answer.status_code == 200
        return dict(answer.json())


def friendly(answer: httpx.Response, code: str = "database_unavailable") -> None:
    """A refusal that a person can live with: what is the matter, in a sentence, and when to come back."""
    content = problem(answer, 503, code)
    assert int(answer.headers["retry-after"]) > 0
    assert content["detail"].endswith(".")
    assert not any(word in content["detail"] for word in ("Traceback", "Error", "psycopg", "connection to server"))
