"""A real Nudge in a process of its own, for tests: started by the command, ended whatever happens."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import local
from local.health import ask_health
from local.instance import is_locked, read_instance, read_processes
from local.log_files import log_file
from local.postgres import Postgres
from local.privileges import Identity, OwnUser
from local.processes import command_lines, is_alive, send, wait_until

assert local.__file__ is not None
ROOT = Path(local.__file__).parent.parent
SECONDS = 60.0
PROCESSES = {"guardian", "supervisor", "postgres", "sidecar", "requests", "events"}


class RunningNudge:
    """Nudge on the data folder `home`. The kernel chooses the port; it stays the same over restarts."""

    def __init__(self, home: Path, *, identity: Identity | None = None, **environment: str) -> None:
        self.home = home
        self.port = 0
        self._identity = identity or OwnUser(os.geteuid())
        self._environment = environment
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **changes: str) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("NUDGE_", "DAPR_"))}
        return {**inherited, "PORT": str(self.port), "NUDGE_HOME": str(self.home), **self._environment, **changes}

    def command(self, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one `nudge` command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "local.cli", *arguments],
            cwd=ROOT,
            env=self.environment(**environment),
            input=given,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    def start(self) -> "RunningNudge":
        """`nudge up`, and wait until it is healthy."""
        self.launch()
        self.wait_until_healthy()
        return self

    def launch(self) -> subprocess.Popen[bytes]:
        """`nudge up` without waiting; like a shell, in a process group of its own. Its output goes to a file."""
        with self.output.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "local.cli", "up"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,
                preexec_fn=self._identity.assume,
            )
        self._started.append(process)
        return process

    @property
    def output(self) -> Path:
        return self.home.with_name(self.home.name + ".out")

    def wait_until_healthy(self) -> float:
        """Wait for GET /health to answer 200; returns the seconds it took."""
        begin = time.monotonic()
        if not wait_until(self.is_healthy, SECONDS, 0.02):
            log = "\n".join(json.dumps(line)[:2000] for line in self.log()[-20:])
            told = f"{self.output.read_text()}\n{log}\n{self.health()}\n{self.processes()}"
            raise AssertionError(f"Nudge did not become healthy:\n{told}")
        return time.monotonic() - begin

    def is_healthy(self) -> bool:
        if self.port == 0:
            instance = read_instance(self.home)
            self.port = instance.port if instance else 0
        return self.port != 0 and self.health()[0] == 200

    def health(self) -> tuple[int, dict[str, Any]]:
        return ask_health(self.port)

    def processes(self) -> dict[str, int]:
        """Name to id of all processes; one that is being restarted is left out."""
        instance = read_instance(self.home)
        if instance is None:
            return {}
        children = read_processes(Path(instance.run))
        return {"guardian": instance.pid, **{name: pid for name, pid in children.items() if pid is not None}}

    def is_whole(self) -> bool:
        """Whether every process runs and /health answers 200."""
        found = self.processes()
        return set(found) == PROCESSES and all(is_alive(pid) for pid in found.values()) and self.is_healthy()

    def kill(self, *names: str, pids: Sequence[int] = ()) -> None:
        """SIGKILL to these processes, all looked up before the first one dies."""
        known = self.processes()
        for pid in (*(known[name] for name in names if name in known), *pids):
            send(pid, signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM to the guardian; returns its exit code when it is a child of this process, else 0."""
        instance = read_instance(self.home)
        if instance and is_locked(self.home):
            send(instance.pid, signal.SIGTERM)
        if not wait_until(lambda: not is_locked(self.home), SECONDS, 0.02):
            raise AssertionError(f"Nudge did not stop:\n{self.output.read_text()}")
        codes = [process.wait(SECONDS) for process in self._started]
        return codes[-1] if codes else 0

    def close(self) -> None:
        """End everything of it, in order if possible, and make sure that nothing is left."""
        try:
            self.stop()
        finally:
            for pid in self.left():
                send(pid, signal.SIGKILL)
            for process in self._started:
                process.wait(SECONDS)

    def left(self) -> list[int]:
        """The processes that belong to this data folder and still live."""
        known = {pid for name, pid in self.processes().items()} | {process.pid for process in self._started}
        alive = {pid for pid, line in command_lines() if pid in known and "local.cli" in line}
        postgres = Postgres(self.home, self.home)
        return sorted(alive | set(postgres.processes() if postgres.data.exists() else ()))

    def log(self) -> list[dict[str, Any]]:
        file = log_file(self.home)
        lines = file.read_text().splitlines() if file.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]
