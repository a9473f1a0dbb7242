"""Whether the running Nudge answers, asked over its public port."""

import http.client
import json
import socket
from pathlib import Path
from typing import Any


def ask_health(port: int, host: str = "127.0.0.1", seconds: float = 2.0) -> tuple[int, dict[str, Any]]:
    """Status and content of GET /health; status 0 when nothing answers."""
    return _ask(http.client.HTTPConnection(host, port, timeout=seconds))


def _ask(connection: http.client.HTTPConnection) -> tuple[int, dict[str, Any]]:
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, _content(content)
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


def ask_function(path: Path, seconds: float = 5.0) -> tuple[int, dict[str, Any]]:
    """Status and content of GET /health of one function, at its unix socket; status 0 when nothing answers."""
    return _ask(_SocketConnection(path, seconds))


def is_healthy(port: int, host: str = "127.0.0.1") -> bool:
    return ask_health(port, host)[0] == 200


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__("localhost", timeout=seconds)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def _content(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
