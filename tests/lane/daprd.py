"""A real daprd for one application, with the resources of dapr/ and the values of this lane."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.lane.process import Process

_STOP_SECONDS = 3
_ALONE = {"GOMAXPROCS": "1"}
"""There are two dozen of them on few processors; with threads on all they mostly wake each other."""


@dataclass(frozen=True)
class Doors:
    """The loopback ports of one daprd."""

    http: int
    grpc: int
    internal: int
    metrics: int

    @classmethod
    def take(cls, ports: Iterator[int]) -> "Doors":
        return cls(next(ports), next(ports), next(ports), next(ports))


@dataclass(frozen=True)
class Application:
    """Whom the daprd serves; port 0 is an application that only calls."""

    name: str
    port: int
    concurrency: int = 0
    """Deliveries and calls at a time; 0 is as many as come."""


def daprd(
    program: Path,
    application: Application,
    doors: Doors,
    resources: Sequence[Path],
    configuration: Path,
    environment: Mapping[str, str],
    log: Path,
) -> Process:
    """A daprd that is not started yet; `environment` has the values that the components refer to, and the tokens."""
    command = [
        program,
        f"--app-id={application.name}",
        f"--dapr-http-port={doors.http}",
        f"--dapr-grpc-port={doors.grpc}",
        f"--dapr-internal-grpc-port={doors.internal}",
        f"--metrics-port={doors.metrics}",
        "--dapr-listen-addresses=127.0.0.1",
        "--dapr-internal-grpc-listen-address=127.0.0.1",
        "--metrics-listen-address=127.0.0.1",
        f"--config={configuration}",
        *(f"--resources-path={folder}" for folder in resources),
        f"--dapr-graceful-shutdown-seconds={_STOP_SECONDS}",
        "--log-as-json",
    ]
    if application.port:
        command += [f"--app-port={application.port}", "--app-protocol=http"]
        command += [f"--app-max-concurrency={application.concurrency or -1}"]
    return Process(f"daprd of {application.name}", command, log, {**environment, **_ALONE})


def answers(doors: Doors, question: str = "healthz/outbound") -> bool:
    """Whether it serves calls to the outside; with `healthz` also whether it reached its application."""
    try:
        with urlopen(f"http://127.0.0.1:{doors.http}/v1.0/{question}", timeout=2) as answer:
            return bool(answer.status == 204)
    except (URLError, OSError):
        return False
