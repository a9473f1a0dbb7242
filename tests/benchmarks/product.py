"""A real Nudge in a temporary folder, for the time of the benchmark."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from local.secrets_file import write_secrets


@dataclass(frozen=True)
class Place:
    """Where a Nudge answers, and its database."""

    port: int
    dsn: str


@dataclass(frozen=True)
class Product(Place):
    seconds_to_start: float
    second_start: float


@contextmanager
def running(secrets: Mapping[str, str] | None = None) -> Iterator[Product]:
    """Starts it twice, as the second start has a target of its own, and stops it at the end; `secrets` lie in its secret store."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as home:
        if secrets:
            write_secrets(Path(home), dict(secrets))
        environment = {**os.environ, "NUDGE_HOME": home, "PORT": str(free_port()), "NUDGE_LOG_LEVEL": "INFO"}
        process, first = _start(environment)
        _stop(process)
        process, second = _start(environment)
        try:
            dsn = json.loads(Path(home, "secrets.json").read_text())["database-url"]
            yield Product(int(environment["PORT"]), dsn, first, second)
        finally:
            _stop(process)


def _start(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], float]:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "local.cli", "up"], env=environment, stdout=subprocess.DEVNULL)
    while time.perf_counter() - started < 60:
        if process.poll() is not None:
            raise SystemExit("Nudge did not start; run `nudge up` to see why.")
        try:
            with urlopen(f"http://localhost:{environment['PORT']}/health", timeout=2):
                return process, time.perf_counter() - started
        except (URLError, OSError):
            time.sleep(0.02)
    raise SystemExit("Nudge was not healthy within a minute.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
