"""A program of the lane: its log, its end, its restart."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.privileges import Identity, OwnUser, in_child
from tests.lane.errors import LaneError

# What a person's shell may hold must not lead the lane's programs elsewhere.
_FOREIGN = ("NUDGE_", "DAPR_", "PG", "KAFKA_", "OTEL_")
_PROXY = frozenset({"http_proxy", "https_proxy", "all_proxy"})


def clean_environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and name.lower() not in _PROXY
    }


@dataclass
class Process:
    """One program, started as often as needed; it ends with the process that started it."""

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    identity: Identity = field(default_factory=lambda: OwnUser(os.geteuid()))
    stop_signal: signal.Signals = signal.SIGTERM
    running: "subprocess.Popen[bytes] | None" = None

    @property
    def pid(self) -> int:
        if self.running is None:
            raise LaneError(f"{self.name} does not run.")
        return self.running.pid

    @property
    def ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def start(self) -> None:
        """Call it from a thread that lives as long as the program should: it ends with that one."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                env=clean_environment() | dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=in_child(self.identity, signal.SIGKILL),
            )

    def signal(self, how: signal.Signals) -> None:
        """Sends a signal, when there is somebody to hear it."""
        if not self.ended and self.running is not None:
            self.running.send_signal(how)

    def kill(self) -> None:
        """kill -9, and waits for the end."""
        self.signal(signal.SIGKILL)
        if self.running is not None:
            self.running.wait(20)

    def stop(self, seconds: float = 20) -> None:
        """Asks it to end, and ends it when it does not."""
        self.signal(self.stop_signal)
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        if self.running is None:
            return
        try:
            self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def tail(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])
