"""The functions, each a process of its own beside its daprd, started as a container starts them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.lane.daprd import Doors, answers
from tests.lane.process import Process
from tests.lane.programs import ROOT
from tests.lane.waiting import until

_START_SECONDS = 120


@dataclass
class Pair:
    """A function and its sidecar."""

    name: str
    port: int
    doors: Doors
    function: Process
    sidecar: Process

    def start(self) -> None:
        self.sidecar.start()
        self.function.start()

    def wait(self) -> None:
        """Until the function answers and its sidecar knows that: from then on it is delivered to."""
        until(self.is_live, self.function, _START_SECONDS)
        until(self.is_connected, self.sidecar, _START_SECONDS)

    def is_live(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, HTTPError, OSError):
            return False

    def is_connected(self) -> bool:
        return answers(self.doors, "healthz")


def function_process(name: str, port: int, doors: Doors, environment: Mapping[str, str], log: Path) -> Process:
    told = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DAPR_HTTP_PORT": str(doors.http),
        "DAPR_GRPC_PORT": str(doors.grpc),
        **environment,
    }
    return Process(name, [sys.executable, "-m", "shared.runtime", name], log, told, folder=ROOT)
