"""Whether the running Nudge answers, asked over its public port."""

import http.client
import json
from typing import Any


def ask_health(port: int, host: str = "127.0.0.1", seconds: float = 2.0) -> tuple[int, dict[str, Any]]:
    """Status and content of GET /health; status 0 when nothing answers."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, _content(content)
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


def is_healthy(port: int, host: str = "127.0.0.1") -> bool:
    return ask_health(port, host)[0] == 200


def _content(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
