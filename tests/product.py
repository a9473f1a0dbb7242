"""The complete product in a data folder of its own: every process, the way a person starts it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

from local.instance import read_instance, read_processes
from local.secrets_file import write_secrets

ROOT = Path(__file__).parents[1]
_START_SECONDS = 60.0


@dataclass
class Product:
    """A running Nudge."""

    home: Path
    url: str
    run: Path
    process: "subprocess.Popen[bytes]"

    @property
    def dsn(self) -> str:
        """Of its database."""
        return str(json.loads((self.home / "secrets.json").read_bytes())["database-url"])

    @property
    def log(self) -> str:
        """All lines that its processes have logged."""
        return "".join(file.read_text() for file in sorted((self.home / "logs").glob("nudge.log*")))

    @property
    def processes(self) -> dict[str, int | None]:
        """Name to process id of what the supervisor runs."""
        return read_processes(self.run)

    def client(self, **options: Any) -> httpx.AsyncClient:
        """A browser of its own: it keeps its cookies."""
        return httpx.AsyncClient(base_url=self.url, timeout=30, trust_env=False, **options)

    def function(self, name: str) -> httpx.AsyncClient:
        """Speaks to one function directly, where the sidecar does."""
        transport = httpx.AsyncHTTPTransport(uds=str(self.run / f"{name}.sock"))
        return httpx.AsyncClient(transport=transport, base_url="http://function", timeout=30)

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement in its database; it commits by itself."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running(
    secrets: Mapping[str, str] | None = None, home: Path | None = None, **environment: str
) -> Iterator[Product]:
    """Starts Nudge on a free port and stops it at the end; `secrets` lie in its secret store beforehand.

    A `home` that is given is kept, so that Nudge can be started in it again.
    """
    with tempfile.TemporaryDirectory(prefix="nudge-test-") as folder:
        home = home or Path(folder) / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        if secrets:
            write_secrets(home, dict(secrets))
        given = {name: value for name, value in os.environ.items() if not name.startswith(("NUDGE_", "DAPR_"))}
        given |= {"NUDGE_HOME": str(home), "PORT": "0", **environment}
        with (Path(folder) / "console").open("w+b") as console:
            command = [sys.executable, "-m", "local.cli", "up"]
            process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=console, stderr=console)
            try:
                yield _wait(process, home, Path(folder) / "console")
            finally:
                process.terminate()
                process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", home: Path, console: Path) -> Product:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        instance = read_instance(home)
        if instance and _healthy(f"http://127.0.0.1:{instance.port}"):
            return Product(home, f"http://127.0.0.1:{instance.port}", Path(instance.run), process)
        time.sleep(0.05)
    raise AssertionError(f"Nudge did not start:\n{console.read_text()}")


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
