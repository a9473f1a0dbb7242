"""How the gateway reaches the other functions on one machine: in this process, or at the unix socket of another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
from starlette.types import ASGIApp, Receive, Scope, Send

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
    """An ASGI application that passes each request on to an HTTP server at a unix socket."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        query = scope["query_string"].decode("latin-1")
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in _end_to_end(scope["headers"])]
        async with AsyncExitStack() as stack:
            connector = aiohttp.UnixConnector(str(self._path))
            session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector, timeout=_SECONDS))
            target = f"http://function{scope['path']}{'?' + query if query else ''}"
            answer = await stack.enter_async_context(
                session.request(scope["method"], target, data=body, headers=headers, allow_redirects=False)
            )
            content = await answer.read()
        await send({"type": "http.response.start", "status": answer.status, "headers": _end_to_end(answer.raw_headers)})
        await send({"type": "http.response.body", "body": content})


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _end_to_end(headers: object) -> list[tuple[bytes, bytes]]:
    assert isinstance(headers, list | tuple)
    return [(name.lower(), value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
