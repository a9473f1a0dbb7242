"""A sidecar's state and tasks in memory, for what needs nothing else of it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from shared.errors import Unavailable
from shared.sidecar import Reply, StaleState


class MemorySidecar:
    """State with etags, as Dapr keeps it; `tasks` are what list-tasks answers. `down` refuses everything."""

    def __init__(self, tasks: Sequence[dict[str, Any]] = ()) -> None:
        self.tasks, self.down = list(tasks), False
        self.state: dict[str, tuple[bytes, str]] = {}

    async def get_state(self, *keys: str) -> dict[str, tuple[bytes, str]]:
        self._check()
        await asyncio.sleep(0)  # others come between, as they do on a network
        return {key: self.state[key] for key in keys if key in self.state}

    async def save_state(
        self, key: str, value: bytes, *, etag: str | None = None, ttl: int, first: bool = False
    ) -> None:
        self._check()
        kept = self.state.get(key)
        if (first and kept) or (etag and (kept is None or kept[1] != etag)):
            raise StaleState(key)
        self.state[key] = (value, str(int(kept[1]) + 1) if kept else "1")

    async def invoke(self, function: str, method: str, path: str, **_: Mapping[str, Any]) -> Reply:
        self._check()
        assert (function, method, path) == ("list-tasks", "GET", "/api/tasks")
        return Reply(200, orjson.dumps({"items": self.tasks}))

    def _check(self) -> None:
        if self.down:
            raise Unavailable("Down.")


def task(name: str, title: str, **more: Any) -> dict[str, Any]:
    """A task as list-tasks shows it, as far as understanding looks at it."""
    return {"id": name, "title": title, "status": "active", "due_at": None, "all_day": False, "tags": [], **more}
