"""One run of the probe, step by step."""

import http.client
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote

from local.errors import LocalError
from local.probe.updates import Updates
from local.probe.visitor import Visitor
from shared.probe import TITLE

Found = TypeVar("Found")

STEPS = ("tidy", "connect", "chat", "list", "update", "remove")
_LETTERS = "bcdfghjkmnpqrstvwxz"
_OURS = re.compile(rf"{TITLE} [{_LETTERS}]{{12}}")
_LEFT_BEHIND = timedelta(minutes=5)
"""A task of the probe that is older was left by one that was killed."""
_NO_ANSWER = (OSError, ValueError, KeyError, IndexError, TypeError, http.client.HTTPException)


class ProbeError(LocalError):
    """A step did not do what people expect of it."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"the probe failed at the step {step!r}: {reason}")
        self.step = step


class Unexpected(Exception):
    """Nudge answered, but not as it should."""


class Probe:
    """Makes a task by a sentence, finds it in the list and in the live updates, and removes it past the trash."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def run(self) -> dict[str, float]:
        """Seconds by step. Raises ProbeError that names the step which failed; its task is removed then too, if that is possible."""
        title = f"{TITLE} {''.join(secrets.choice(_LETTERS) for _ in range(12))}"
        took: dict[str, float] = {}
        try:
            self._run(title, lambda name, do: _timed(took, name, do))
        except ProbeError:
            with suppress(Unexpected, *_NO_ANSWER):
                self._clear(lambda task: task["title"] == title)
            raise
        return took

    def _run(self, title: str, step: Callable[[str, Callable[[], Any]], Any]) -> None:
        step("tidy", lambda: self._clear(_is_left_behind))
        updates: Updates = step("connect", self._connect)
        try:
            task: str = step("chat", lambda: self._make(title))
            step("list", lambda: self._find(title, task))
            step("update", lambda: _expect(updates.await_change("task.created", task), "no word of the new task"))
            step("remove", lambda: self._remove(task, updates))
        finally:
            updates.close()

    def _connect(self) -> Updates:
        updates = self._visitor.updates()
        _expect(updates.status == 200, f"the live updates answered with status {updates.status}")
        _expect(updates.await_opening(), "the live updates do not begin")
        return updates

    def _make(self, title: str) -> str:
        answer = self._ask("POST", "/api/chat", 200, {"message": f'Create a task "{title}"', "timezone": "UTC"})
        made = answer["tasks"]
        _expect(len(made) == 1 and made[0]["title"] == title, f"the chat answered: {answer['reply']}")
        return str(made[0]["id"])

    def _find(self, title: str, task: str) -> None:
        listed = self._ask("GET", f"/api/tasks?q={quote(title)}", 200)["items"]
        _expect(task in [each["id"] for each in listed], "the new task is not in the list")

    def _remove(self, task: str, updates: Updates) -> None:
        self._ask("DELETE", f"/api/tasks/{task}?permanent=true", 204)
        self._ask("GET", f"/api/tasks/{task}", 404)
        _expect(updates.await_change("task.deleted", task), "no word of the removal")

    def _clear(self, which: Callable[[dict[str, Any]], bool]) -> None:
        found = self._ask("GET", f"/api/tasks?status=all&limit=500&q={quote(TITLE)}", 200)["items"]
        for task in found:
            if _OURS.fullmatch(task["title"]) and which(task):
                self._ask("DELETE", f"/api/tasks/{task['id']}?permanent=true", 204)

    def _ask(self, method: str, path: str, wanted: int, body: dict[str, Any] | None = None) -> Any:
        status, content = self._visitor.ask(method, path, body)
        _expect(
            status == wanted, f"{method} {path.partition('?')[0]} answered with status {status} instead of {wanted}"
        )
        return content


def _timed(took: dict[str, float], name: str, do: Callable[[], Found]) -> Found:
    started = time.perf_counter()
    try:
        found = do()
    except Unexpected as error:
        raise ProbeError(name, f"{error}.") from error
    except _NO_ANSWER as error:
        raise ProbeError(name, f"no proper answer ({type(error).__name__}: {error}).") from error
    took[name] = time.perf_counter() - started
    return found


def _is_left_behind(task: dict[str, Any]) -> bool:
    return datetime.fromisoformat(task["created_at"]) < datetime.now(UTC) - _LEFT_BEHIND


def _expect(held: bool, otherwise: str) -> None:
    if not held:
        raise Unexpected(otherwise)
