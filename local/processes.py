"""The processes of this machine, as far as the runtime must know other programs' ends."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def command_lines() -> Iterator[tuple[int, str]]:
    """Process id and command line of every visible process that has one (a zombie has none)."""
    if not Path("/proc/self/cmdline").exists():
        yield from _from_ps()
        return
    for name in (path.name for path in Path("/proc").iterdir()):
        if name.isdigit() and (line := _command_line(int(name))):
            yield int(name), line


def is_alive(pid: int) -> bool:
    """Whether the process exists, zombies not counted."""
    return any(found == pid for found, _ in command_lines())


def send(pid: int, what: signal.Signals) -> None:
    """Send a signal; a process that is gone already is no error."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.01) -> bool:
    """Poll until `done()` holds; False when it still does not after `seconds`."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _from_ps() -> Iterator[tuple[int, str]]:
    command = ["ps", "-axo", "pid=,stat=,command="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    for line in listing.stdout.splitlines():
        pid, state, arguments = line.split(None, 2)
        if not state.startswith("Z"):
            yield int(pid), arguments
