"""Live updates (Server-Sent Events), read by a thread of their own."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any


class Updates:
    """What changed since the stream was opened, until it is closed. `seconds` is how long anything is waited for."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self._answer = connection.getresponse()
        self._connection, self._seconds = connection, seconds
        self._seen: set[tuple[str, str]] = set()
        self._news = threading.Condition()
        self._opened = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def status(self) -> int:
        return self._answer.status

    def await_opening(self) -> bool:
        """Whether the stream has begun: nothing that happens from now on is missed."""
        return self._await(lambda: self._opened)

    def await_change(self, kind: str, task: str) -> bool:
        """Whether word of that change comes in time."""
        return self._await(lambda: (kind, task) in self._seen)

    def close(self) -> None:
        # Without a socket the reading thread comes to its end; only then may the answer that it reads from be taken away.
        if self._connection.sock:
            with suppress(OSError):
                self._connection.sock.shutdown(socket.SHUT_RDWR)
            self._reader.join(self._seconds)
        self._connection.close()

    def _await(self, come: Callable[[], bool]) -> bool:
        with self._news:
            return self._news.wait_for(come, self._seconds)

    def _read(self) -> None:
        # Closed or broken: whoever waits for news finds out by the time.
        with suppress(OSError, ValueError, KeyError, http.client.HTTPException):
            for changes in self._messages():
                with self._news:
                    self._opened = True
                    self._seen |= {(change["type"], change["task"]["id"]) for change in changes}
                    self._news.notify_all()

    def _messages(self) -> Iterator[list[dict[str, Any]]]:
        for line in self._answer:
            yield json.loads(line[5:]).get("changes", []) if line.startswith(b"data:") else []
