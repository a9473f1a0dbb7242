"""The supervisor: loads the code once, makes the sockets, starts every process and starts each one again that ends."""

import logging
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from local.children import Child, ForkedChild, PostgresChild
from local.config import LocalSettings
from local.data_folder import is_full
from local.equipment import Equipment, open_mailbox_door, open_sidecar_door
from local.errors import LocalError
from local.holdings import Holdings
from local.instance import write_processes
from local.log_files import LogFile, log_file, rotate
from local.postgres import Postgres
from local.processes import send
from local.reports import Reports
from local.secrets_file import ensure_link_key
from local.wakeup import Wakeup

log = logging.getLogger(__name__)

_NICE = {"events": 10}
"""People's requests win when the processor is short."""
_WORKER_SECONDS = 5.0
_IMPATIENT_SECONDS = 0.2
_LOOK_AFTER_LOG_SECONDS = 10.0


@dataclass(frozen=True)
class Start:
    """What the guardian hands to the supervisor."""

    settings: LocalSettings
    run: Path
    holdings: Holdings
    guardian: int
    """A pipe that ends when the guardian does."""
    reports: Reports
    verbose: bool


class Supervisor:
    """Runs in a fork of the guardian, in a session of its own: the terminal's Ctrl-C reaches the guardian alone."""

    def __init__(self, start: Start) -> None:
        self._settings = start.settings
        self._home = start.settings.home
        self._run = start.run
        self._holdings = start.holdings
        self._guardian = start.guardian
        self._reports = start.reports
        self._verbose = start.verbose
        self._wakeup = Wakeup(signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
        self._stops = 0
        self._children: list[Child] = []
        self._listening: dict[str, socket.socket] = {}
        self._alive, self._alive_writer = os.pipe()
        """Ends when the supervisor does; its children watch it."""

    def supervise(self) -> bool:
        """Runs until it is told to stop; True when instead the guardian is gone. Raises LocalError when it cannot start."""
        try:
            self._start()
            self._reports.send("serving")
            return self._watch()
        finally:
            self._stop()

    def _start(self) -> None:
        door = open_sidecar_door()
        door.announce(self._run)
        mailbox = open_mailbox_door(self._home)
        os.environ["NUDGE_PUBLIC_URL"] = self._settings.url(self._holdings.port)
        postgres = Postgres(self._home, self._run)
        self._reports.send("step", "Starting the database" if postgres.data.exists() else "Setting up the database")
        postgres.launch()
        self._children.append(PostgresChild(postgres))
        ensure_link_key(self._home)
        self._log()
        self._reports.send("step", "Loading the functions")
        # Imported here, while the database starts: it is what takes longest.
        from local import composition, preload

        os.environ["NUDGE_FUNCTION_ADDRESS"] = composition.direct_address(self._run)
        preload.load()
        postgres.wait_until_ready()
        self._reports.send("step", "Preparing your list")
        preload.migrate(postgres.dsn)
        self._reports.send("step", "Starting the functions")
        self._listening = preload.listen(self._run)
        equipment = Equipment(
            self._home, self._run, postgres.dsn, door, mailbox, self._holdings.public, self._listening, self._alive
        )
        for name, body in preload.bodies(equipment).items():
            child = ForkedChild(name, body, prepare=self._in_child, nice=_NICE.get(name, 0))
            self._children.append(child)
            child.start()
        self._tell_processes()

    def _watch(self) -> bool:
        """Starts again what ends; returns whether the guardian is gone."""
        self._wakeup.watch(self._guardian)
        while not self._told_to_stop():
            if self._guardian in self._wakeup.wait(self._until_next()):
                return True
            self._restart_what_ended()
            rotate(log_file(self._home))
        return False

    def _until_next(self) -> float:
        now = time.monotonic()
        waits = [child.restarts.wait(now) for child in self._children if child.pid is None]
        return min([_LOOK_AFTER_LOG_SECONDS, *waits])

    def _restart_what_ended(self) -> None:
        changed = False
        for child in self._children:
            if child.has_ended():
                child.restarts.ended(time.monotonic())
                log.warning("a process ended", extra={"child": child.name, "crashes": child.restarts.crashes})
                changed = True
        for child in self._children:
            if child.pid is None and child.restarts.wait(time.monotonic()) == 0:
                child.start()
                changed = True
        if changed:
            self._tell_processes()

    def _told_to_stop(self) -> bool:
        self._stops += sum(1 for each in self._wakeup.take() if each != signal.SIGCHLD)
        return self._stops > 0

    def _stop(self) -> None:
        """Workers first so that nothing is under way, then the sidecar, then the database."""
        workers = [child for child in self._children if child.name not in ("postgres", "sidecar")]
        for child in workers:
            if child.pid is not None:
                send(child.pid, signal.SIGTERM)
        for child in workers:
            child.stop(self._patience())
        # Nobody answers there any more: the sidecar must not wait for it.
        for listening in self._listening.values():
            listening.close()
        for child in reversed(self._children):
            child.stop(self._patience())

    def _patience(self) -> float:
        """Asked a second time, it no longer waits for requests under way."""
        self._told_to_stop()
        return _WORKER_SECONDS if self._stops < 2 else _IMPATIENT_SECONDS

    def _log(self) -> None:
        from local.logging_setup import configure

        echo = os.fdopen(os.dup(1), "w", encoding="utf-8") if self._verbose else None
        configure(LogFile(log_file(self._home), echo))

    def _in_child(self) -> None:
        """What a forked child lets go of: the lock, the supervisor's pipes and the terminal."""
        os.close(self._holdings.lock)
        os.close(self._alive_writer)
        os.close(self._guardian)
        stray = os.open(log_file(self._home), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for descriptor in (1, 2):
            os.dup2(stray, descriptor)

    def _tell_processes(self) -> None:
        write_processes(self._run, {"supervisor": os.getpid(), **{child.name: child.pid for child in self._children}})


def run_supervisor(start: Start) -> bool:
    """As `Supervisor.supervise`; what goes wrong is reported to the guardian and leads to SystemExit."""
    try:
        return Supervisor(start).supervise()
    except LocalError as error:
        start.reports.send("failed", str(error))
    except OSError as error:
        log.critical("the supervisor ended with an error", exc_info=True)
        start.reports.send("failed", _sentence(error, start.settings.home))
    except Exception:
        log.critical("the supervisor ended with an error", exc_info=True)
        start.reports.send("failed", f"Nudge ran into a fault of its own; {log_file(start.settings.home)} tells more.")
    raise SystemExit(1)


def _sentence(error: OSError, home: Path) -> str:
    if is_full(error):
        return f"No space is left on the disk of {home}. Please free some and start again."
    return f"The system refused something that Nudge needs: {error}."
