"""Everything heavy, imported once in the supervisor and shared by all its forks."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import uvloop

from local import composition, sidecar
from local.equipment import Equipment
from local.errors import DataFolderError
from local.figures import Others
from local.mailbox import server as mailbox
from local.mailbox.store import Store, folder
from local.worker import Worker, leave_on_signal
from shared import catalogue
from shared import migrate as migrations
from shared.errors import Misconfigured

log = logging.getLogger(__name__)

BACKLOG = 2048


def load() -> None:
    """Import every function; the forks share the memory."""
    for function in catalogue.load().functions.values():
        importlib.import_module(f"functions.{function.module}.main")
    gc.collect()
    gc.freeze()


def migrate(dsn: str) -> None:
    """Bring the tables to what this code expects; raises DataFolderError when they come from a newer Nudge."""
    try:
        migrations.upgrade(dsn)
    except Misconfigured as error:
        raise DataFolderError(error.detail) from error


def bodies(equipment: Equipment) -> Mapping[str, Callable[[], None]]:
    """What each forked process does, in the order of their start."""
    known = catalogue.load()
    config = composition.sidecar_config(known, equipment)
    front = composition.public_function(known)

    def work(names: Sequence[str]) -> None:
        _keep(equipment.listening, names)
        sockets: dict[str, tuple[socket.socket, ...]] = {name: (equipment.listening[name],) for name in names}
        if front in sockets:
            sockets[front] += (equipment.public,)
        paths = {name: composition.function_socket(equipment.run, name) for name in known.functions}
        others = Others(paths[composition.background(known)[0]], equipment.door.url)
        Worker(sockets, paths, equipment.supervisor, front, Store(folder(equipment.home)), others).run()

    def deliver() -> None:
        _keep(equipment.listening, ())
        run_sidecar(config, equipment)

    return {
        "sidecar": deliver,
        "requests": lambda: work(composition.people_serving(known)),
        "events": lambda: work(composition.background(known)),
    }


def listen(run: Path) -> dict[str, socket.socket]:
    """A listening socket for every function. They are the supervisor's: callers wait while a worker is restarted."""
    return {name: _listen(composition.function_socket(run, name)) for name in catalogue.load().functions}


def run_sidecar(config: sidecar.SidecarConfig, equipment: Equipment) -> None:
    """Serve, the mailbox too, until SIGTERM or until the supervisor is gone."""

    async def serve() -> None:
        leave = leave_on_signal(equipment.supervisor)
        if equipment.mailbox:
            await mailbox.serve(equipment.mailbox, Store(folder(equipment.home)))
        serving = asyncio.create_task(sidecar.serve(config))
        leaving = asyncio.create_task(leave.wait())
        await asyncio.wait((serving, leaving), return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        serving.cancel()
        try:
            await serving
        except asyncio.CancelledError:
            return

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


def _keep(listening: Mapping[str, socket.socket], names: Sequence[str]) -> None:
    """A process holds the sockets of its own functions alone: others must not seem to listen when they do not."""
    for name, each in listening.items():
        if name not in names:
            each.close()


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen(BACKLOG)
    return listening
