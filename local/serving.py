"""Serves several ASGI applications in one event loop, each on a listening socket of its own, with uvicorn's protocol."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from email.utils import formatdate

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.lifespan.on import LifespanOn
from uvicorn.server import ServerState

from local.corked import CorkedProtocol

BACKLOG = 2048


class StartupError(Exception):
    """An application's lifespan did not start."""


class Server:
    """One for the process: uvicorn's own Server would tick ten times a second for every socket."""

    def __init__(self) -> None:
        self._state = ServerState()
        self._lifespans: list[LifespanOn] = []
        self._listeners: list[asyncio.Server] = []
        self._clock: asyncio.TimerHandle | None = None
        self._tell_time()

    async def add(self, application: ASGIApp, *listening: socket.socket) -> None:
        """Start the application's lifespan, then serve it on these sockets."""
        config = Config(
            application,
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            # Who may be believed about X-Forwarded-For is the gateway's decision.
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=75,
        )
        config.load()
        lifespan = LifespanOn(config)
        await lifespan.startup()
        if lifespan.should_exit:
            raise StartupError("an application did not start")
        self._lifespans.append(lifespan)
        for each in listening:
            await self._listen(config, lifespan, each)

    async def close(self, grace: float) -> None:
        """Accept no more, give what runs `grace` seconds, end the rest (streams never end by themselves), run the lifespans out."""
        for listener in self._listeners:
            listener.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._finish_connections()
        for task in list(self._state.tasks):
            task.cancel()
        if self._state.tasks:
            await asyncio.wait(list(self._state.tasks), timeout=grace)
        for lifespan in reversed(self._lifespans):
            await lifespan.shutdown()
        if self._clock:
            self._clock.cancel()

    async def _finish_connections(self) -> None:
        """Until none is left; one accepted at the last moment is asked to finish too."""
        while self._state.connections or self._state.tasks:
            for connection in list(self._state.connections):
                connection.shutdown()
            await asyncio.sleep(0.01)

    async def _listen(self, config: Config, lifespan: LifespanOn, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()

        def protocol() -> CorkedProtocol:
            return CorkedProtocol(config=config, server_state=self._state, app_state=lifespan.state, _loop=loop)

        if listening.family == socket.AF_UNIX:
            server = await loop.create_unix_server(protocol, sock=listening, backlog=BACKLOG)
        else:
            server = await loop.create_server(protocol, sock=listening, backlog=BACKLOG)
        self._listeners.append(server)

    def _tell_time(self) -> None:
        """The Date header (RFC 9110 §6.6.1), made once a second."""
        now = time.time()
        self._state.default_headers = [(b"date", formatdate(now, usegmt=True).encode())]
        self._clock = asyncio.get_running_loop().call_later(1.0 - now % 1.0, self._tell_time)
