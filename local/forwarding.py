"""How the gateway reaches the other functions on one machine: in this process, or at the unix socket of another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import aiohttp
from starlette.types import ASGIApp, Receive, Scope, Send
from yarl import URL

_HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"host", b"upgrade"}
"""RFC 9110 §7.6.1: these speak of one connection only."""
_SECONDS = aiohttp.ClientTimeout(total=30)


class Forwarder:
    """Finds the application of a function: those of this process are called directly."""

    def __init__(self, here: Mapping[str, ASGIApp], sockets: Mapping[str, Path]) -> None:
        self._here = here
        self._elsewhere: dict[str, ASGIApp] = {name: OverSocket(path) for name, path in sockets.items()}

    @property
    def awake(self) -> Sequence[str]:
        """On one machine all of them are."""
        return tuple(self._elsewhere)

    def __call__(self, function: str) -> ASGIApp:
        return self._here.get(function) or self._elsewhere[function]


class OverSocket:
    """An ASGI application that passes each request on to an HTTP server at a unix socket.

    Raises aiohttp.ClientError or TimeoutError, before anything was answered, when no whole answer comes back.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        status, headers, content = await self._ask(scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _ask(self, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        connector = aiohttp.UnixConnector(str(self._path))
        async with (
            aiohttp.ClientSession(connector=connector, timeout=_SECONDS) as session,
            session.request(
                scope["method"], _target(scope), data=body, headers=_text(scope["headers"]), allow_redirects=False
            ) as answer,
        ):
            return answer.status, _end_to_end(answer.raw_headers), await answer.read()


def _target(scope: Scope) -> URL:
    """Path and query as they were sent; the host is never looked up."""
    path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("ascii")
    query = scope["query_string"].decode("ascii")
    return URL(f"http://function{path}{'?' + query if query else ''}", encoded=True)


def _text(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in _end_to_end(headers)]


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
