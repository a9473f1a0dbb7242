"""A sidecar with its applications. Everything is driven through the unmodified SDK; `--sidecar=daprd` puts real daprds with Kafka and Postgres
in the place of the local one. What only the local one has is tested in local/."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx
import pytest
from dapr.aio.clients import DaprClient
from dapr.conf import settings
from functions_framework.aio import create_asgi_app
from starlette.types import ASGIApp

from local.postgres import Postgres
from tests.contract.sidecar import inbox
from tests.contract.sidecar.receiver import Listener, Receiver
from tests.contract.sidecar.scenario import API_TOKEN, CONCURRENCY, ELSEWHERE, SECRETS

if TYPE_CHECKING:
    from tests.contract.sidecar.daprd import DaprdSidecar

ROOT = Path(__file__).parents[3]
FUNCTION = Path(__file__).with_name("framework_function.py")


class Sidecar(Protocol):
    """What the suite needs of an implementation."""

    http: str
    grpc: str
    receivers: dict[str, Receiver]
    listeners: dict[str, Listener]

    async def kill(self) -> None:
        """kill -9."""

    async def start(self) -> None:
        """Starts it again and waits until it answers."""


class LocalSidecar:
    """The local sidecar in a process of its own, on a real Postgres."""

    def __init__(self, run: Path, home: Path, postgres: Postgres, listeners: dict[str, Listener]) -> None:
        self.postgres = postgres
        self.listeners = listeners
        self.receivers: dict[str, Receiver] = {}
        self._run, self._home = run, home
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._log = (home / "sidecar.log").open("ab")
        self.http = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.grpc = f"unix:{run}/dapr.sock"
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, **more: object) -> "subprocess.Popen[bytes]":
        given = {
            "dsn": self.postgres.dsn, "fd": self._socket.fileno(), "grpc": self.grpc,
            "secrets": str(self._home / "own-secrets.json"),
            "apps": {name: listener.address for name, listener in self.listeners.items()}, **more,
        }  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUDGE_SECRET_FROM_ENVIRONMENT": "from the environment"}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.contract.sidecar.process", json.dumps(given)],
            cwd=ROOT, env=environment, pass_fds=[self._socket.fileno()], stderr=self._log,
        )  # fmt: skip

    async def start(self, **more: object) -> None:
        self.process = self.launch(**more)
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{self.http}/v1.0/healthz/outbound", timeout=20)
        assert answer.status_code == 204

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        code = await asyncio.to_thread(self.process.wait, 20)
        self.process = None
        return code

    @property
    def log(self) -> str:
        return (self._home / "sidecar.log").read_text()

    async def close(self) -> None:
        if self.process is not None:
            await self.stop()
        self._socket.close()
        self._log.close()


@pytest.fixture(scope="session")
def folders() -> Iterator[tuple[Path, Path]]:
    """A private data folder and a run folder with a short path (a socket's path holds 107 bytes)."""
    with tempfile.TemporaryDirectory(prefix="nudge-home-") as home, tempfile.TemporaryDirectory(prefix="nudge-") as run:
        yield Path(home), Path(run)


@pytest.fixture(scope="session")
def postgres(folders: tuple[Path, Path]) -> Iterator[Postgres]:
    server = Postgres(*folders)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sidecar(request: pytest.FixtureRequest) -> Sidecar:
    """The implementation under test: the fixture `<--sidecar>_sidecar`."""
    implementation: Sidecar = request.getfixturevalue(f"{request.config.getoption('--sidecar')}_sidecar")
    return implementation


def _receivers() -> dict[str, Receiver]:
    own = {name: Receiver(name, obedient=name != "undertaker") for name in CONCURRENCY}
    return own | {"framework": inbox.receiver}


def _applications(receivers: dict[str, Receiver]) -> dict[str, ASGIApp]:
    applications: dict[str, ASGIApp] = {name: receiver.app for name, receiver in receivers.items()}
    return applications | {"framework": create_asgi_app("handle", str(FUNCTION))}


@pytest.fixture(scope="session")
async def local_sidecar(folders: tuple[Path, Path], postgres: Postgres) -> AsyncIterator[LocalSidecar]:
    home, run = folders
    receivers = _receivers()
    listeners = {
        name: Listener(app, None if name in ("screen", ELSEWHERE) else run / f"{name}.sock")
        for name, app in _applications(receivers).items()
    }
    for listener in listeners.values():
        await listener.start()
    (home / "own-secrets.json").write_text(json.dumps(SECRETS))
    one = LocalSidecar(run, home, postgres, listeners)
    one.receivers = receivers
    await one.start()
    yield one
    await one.close()
    for listener in listeners.values():
        await listener.stop()


@pytest.fixture(scope="session")
async def daprd_sidecar() -> "AsyncIterator[DaprdSidecar]":
    from tests.contract.sidecar.daprd import DaprdSidecar
    from tests.lane.programs import programs

    receivers = _receivers()
    listeners = {name: Listener(app, None) for name, app in _applications(receivers).items()}
    for listener in listeners.values():
        await listener.start()
    with tempfile.TemporaryDirectory(prefix="nudge-lane-") as folder:
        Path(folder).chmod(0o755)
        one = DaprdSidecar(programs(), Path(folder), listeners, receivers)
        try:
            await one.open()
            yield one
        finally:
            await one.close()
    for listener in listeners.values():
        await listener.stop()


@pytest.fixture(autouse=True)
def sdk_settings(sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points the unmodified SDK at the sidecar, as the environment does for a worker."""
    monkeypatch.setattr(settings, "DAPR_HTTP_ENDPOINT", sidecar.http)
    monkeypatch.setattr(settings, "DAPR_GRPC_ENDPOINT", sidecar.grpc)
    monkeypatch.setattr(settings, "DAPR_API_TOKEN", API_TOKEN)


@pytest.fixture
async def client(sdk_settings: None) -> AsyncIterator[DaprClient]:
    async with DaprClient() as dapr:
        yield dapr


@pytest.fixture
async def http(sidecar: Sidecar) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP, for what the SDK does not show."""
    async with httpx.AsyncClient(base_url=sidecar.http, headers={"dapr-api-token": API_TOKEN}) as client:
        yield client


@pytest.fixture
def run() -> str:
    """Marks the events of one test."""
    return str(uuid.uuid4())
