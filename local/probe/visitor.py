"""What the probe asks with: one browser, with a client id of its own."""

import http.client
import json
import secrets
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from local.probe.updates import Updates
from shared.probe import CLIENT

SECONDS = 30.0
"""For one answer, and for word of a change."""


class Visitor:
    """Raises OSError or HTTPException when there is no answer, ValueError for one that is not JSON."""

    def __init__(self, url: str, token: str | None) -> None:
        place = urlsplit(url)
        self._secure, self._host, self._port = place.scheme == "https", place.hostname or "localhost", place.port
        self._headers = {"Cookie": f"client_id={CLIENT}"} | ({"Authorization": f"Bearer {token}"} if token else {})

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Status and content."""
        headers = {**self._headers, "Accept": "application/json"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        with closing(self._connection()) as connection:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content else None

    def updates(self) -> Updates:
        """The live updates from now on."""
        connection = self._connection()
        connection.request("GET", "/api/updates", headers=self._headers)
        return Updates(connection, SECONDS)

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=SECONDS)
