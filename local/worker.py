"""A worker process: builds its functions' applications and serves each on its unix socket, the gateway on the public port too."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop
from starlette.types import ASGIApp

from local.figures import Others, WithFigures
from local.forwarding import Forwarder
from local.mailbox.page import WithMailbox
from local.mailbox.store import Store
from local.serving import Server
from shared.config import Settings
from shared.runtime import build_app
from shared.services import Services, open_services

log = logging.getLogger(__name__)

GRACE_SECONDS = 1.0


@dataclass(frozen=True)
class Worker:
    """The functions of one process and the sockets they listen on, made by the supervisor so that they outlive it."""

    functions: Mapping[str, tuple[socket.socket, ...]]
    sockets: Mapping[str, Path]
    """Where every function of the catalogue listens, those of other processes too."""
    supervisor: int
    """A pipe that ends when the supervisor does."""
    front: str
    """The function that the public port belongs to; the mailbox is shown there too."""
    mailbox: Store
    others: Others

    def run(self) -> None:
        """Serve until SIGTERM or until the supervisor is gone."""
        # Requests leave almost no cycles behind; the default would look through everything many times a second.
        gc.set_threshold(50_000, 20, 50)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        leave = leave_on_signal(self.supervisor)
        settings = Settings()
        async with open_services(settings, tuple(self.functions)) as services:
            server = Server()
            applications = build_applications(tuple(self.functions), services, self.sockets)
            if self.front in applications:
                applications[self.front] = WithFigures(applications[self.front], self.others)
                applications[self.front] = WithMailbox(applications[self.front], self.mailbox, services)
            for name, listening in self.functions.items():
                await server.add(applications[name], *listening)
            log.info("serving", extra={"functions": sorted(self.functions)})
            await leave.wait()
            await server.close(GRACE_SECONDS)


def leave_on_signal(supervisor: int) -> asyncio.Event:
    """Set by SIGTERM and by the end of the supervisor."""
    loop = asyncio.get_running_loop()
    leave = asyncio.Event()

    def orphaned() -> None:
        loop.remove_reader(supervisor)
        leave.set()

    loop.add_signal_handler(signal.SIGTERM, leave.set)
    loop.add_reader(supervisor, orphaned)
    return leave


def build_applications(functions: Sequence[str], services: Services, sockets: Mapping[str, Path]) -> dict[str, ASGIApp]:
    """Every function's application; the gateway reaches those of this process without a detour."""
    applications: dict[str, ASGIApp] = {}
    forwarder = Forwarder(applications, sockets)
    for name in functions:
        applications[name] = build_app(name, services, forwarder)
    return applications
