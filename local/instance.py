"""The running Nudge of a data folder: the lock that makes it the only one, and the file that tells where it is."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from local.errors import LocalError
from local.processes import is_alive, send

_LEAVING_SECONDS = 30.0


class AlreadyRunningError(LocalError):
    """Another Nudge works on this data folder."""


@dataclass(frozen=True)
class Instance:
    """What others may know about a running Nudge."""

    pid: int
    """Of the guardian: SIGTERM to it stops everything."""
    url: str
    host: str
    """Under which this machine reaches it."""
    port: int
    run: str
    started_at: float
    """Seconds since the epoch."""
    in_background: bool = False
    """It lost the terminal when its first guardian was killed, and went on by itself."""

    def write(self, home: Path) -> None:
        draft = home / f".nudge-{self.pid}.json"
        draft.write_text(json.dumps(asdict(self)) + "\n")
        draft.replace(instance_file(home))


def write_processes(run: Path, processes: Mapping[str, int | None]) -> None:
    """Name to process id of everything that the supervisor runs; None while one is being restarted."""
    draft = run / ".processes.json"
    draft.write_text(json.dumps(processes) + "\n")
    draft.replace(run / "processes.json")


def read_processes(run: Path) -> dict[str, int | None]:
    """What was written last; empty before anything was."""
    try:
        return dict(json.loads((run / "processes.json").read_bytes()))
    except (OSError, ValueError):
        return {}


def instance_file(home: Path) -> Path:
    return home / "nudge.json"


def read_instance(home: Path) -> Instance | None:
    """The Nudge that last started here, whether or not it still runs."""
    try:
        return Instance(**json.loads(instance_file(home).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def running_instance(home: Path) -> Instance | None:
    """The Nudge that runs on this data folder now; None when none does."""
    return read_instance(home) if is_locked(home) else None


def is_locked(home: Path) -> bool:
    try:
        descriptor = os.open(_lock_file(home), os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try_lock(descriptor)
    finally:
        os.close(descriptor)


def lock(home: Path) -> int:
    """Become the only Nudge on this data folder; returns the descriptor that holds the lock.

    When the one that holds it was killed a moment ago, its processes are waited for. One that went on in the background, with no
    terminal to stop it from, is asked to stop and makes room.
    """
    descriptor = os.open(_lock_file(home), os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + _LEAVING_SECONDS
    asked: set[int] = set()
    while not _try_lock(descriptor):
        other = read_instance(home)
        if other and is_alive(other.pid) and other.in_background:
            if other.pid not in asked:
                asked.add(other.pid)
                send(other.pid, signal.SIGTERM)
        elif other and is_alive(other.pid):
            raise AlreadyRunningError(
                f"Nudge is already running on {home} (process {other.pid}): {other.url} — `nudge down` stops it."
            )
        if time.monotonic() > deadline:
            raise AlreadyRunningError(f"Another Nudge is using the data folder {home}. `nudge down` stops it.")
        time.sleep(0.05)
    return descriptor


def _lock_file(home: Path) -> Path:
    return home / "nudge.lock"


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
