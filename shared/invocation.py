"""A call of another function, what it answered, and the way to the function past the sidecar."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson
from yarl import URL

from shared import app_token
from shared.call import IDEMPOTENCY


@dataclass(frozen=True)
class Invocation:
    """A request to a function; `path` is encoded."""

    function: str
    method: str
    path: str
    body: bytes
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]

    @property
    def is_repeatable(self) -> bool:
        """Whether a second one after one of unknown outcome changes nothing more."""
        return self.method == "GET" or IDEMPOTENCY in self.headers


@dataclass(frozen=True)
class Reply:
    """What an invoked function answered."""

    status: int
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body) if self.body else None


def broke_off(status: int, content_type: str, body: bytes) -> bool:
    """Whether this is only the beginning of what a function answered when it died.

    Dapr 1.18 passes on what it has of an answer by an HTTPEndpoint as if it were whole, with the status of the whole. What functions say in
    JSON is an object or a list.
    """
    return status != 204 and content_type.endswith("json") and not body.endswith((b"}", b"]"))


class Direct:
    """Calls functions at their own addresses. `address` has a place for the name, such as http://{function}.nudge.svc.cluster.local or
    unix:/run/nudge/{function}.sock."""

    def __init__(self, address: str, seconds: float) -> None:
        self._address, self._timeout = address, aiohttp.ClientTimeout(total=seconds, sock_connect=2)

    async def ask(self, call: Invocation) -> Reply:
        """Raises aiohttp.ClientError or TimeoutError when no whole answer comes back."""
        address = self._address.format(function=call.function)
        socket = address.removeprefix("unix:") if address.startswith("unix:") else None
        connector = aiohttp.UnixConnector(socket) if socket else aiohttp.TCPConnector()
        base = "http://function" if socket else address.rstrip("/")
        query = f"?{urlencode(call.query)}" if call.query else ""
        async with (
            aiohttp.ClientSession(connector=connector, timeout=self._timeout) as session,
            session.request(
                call.method,
                URL(f"{base}/{call.path.lstrip('/')}{query}", encoded=True),
                data=call.body or None,
                headers={"content-type": "application/json", **call.headers, **_token()},
                allow_redirects=False,
            ) as answer,
        ):
            return Reply(answer.status, await answer.read())


def _token() -> dict[str, str]:
    """What the sidecar would say to the function for us."""
    token = os.environ.get(app_token.VARIABLE)
    return {"dapr-api-token": token} if token else {}
