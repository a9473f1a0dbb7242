"""A real Nudge for browser tests: started by its own command in a folder of its own, spoken to over HTTP."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.secrets_file import write_secrets

ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 240
_SECONDS_TO_STOP = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Nudge:
    """One installation. `start` and `stop` may follow each other; the address and the data stay."""

    home: Path
    port: int = field(default_factory=free_port)
    token: str | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    """In its secret store when it starts."""
    environment: Mapping[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        if not (ROOT / "web/out/index.html").is_file():
            raise RuntimeError("The page is not built: run `npm ci && npm run build` in web/ first.")
        self.home.parent.mkdir(parents=True, exist_ok=True)
        if self.secrets:
            self.home.mkdir(mode=0o700, exist_ok=True)
            write_secrets(self.home, dict(self.secrets))
        with (self.home.parent / "nudge.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local.cli", "up"],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_up()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_SECONDS_TO_STOP)
        self._process = None

    def make_token(self) -> None:
        """Sets an access token; it counts from the next start."""
        made = subprocess.run(
            [sys.executable, "-m", "local.cli", "token", "--new"],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            check=True,
            text=True,
        )
        self.token = made.stdout.split()[-1]

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request of another client than the browser; None for an answer without content."""
        request = urllib.request.Request(self.url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def create(self, title: str, **fields: Any) -> dict[str, Any]:
        created: dict[str, Any] = self.request("POST", "/api/tasks", {"title": title, **fields})
        return created

    def tasks(self, status: str = "active") -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.request("GET", f"/api/tasks?status={status}&limit=500{cursor}")
            items += page["items"]
            if not page["next"]:
                return items
            cursor = f"&cursor={page['next']}"

    def clear(self) -> None:
        """Ends every series and deletes every task for good.

        All at one look, as a window that just closed may still move one between active and completed.
        """
        while tasks := self.tasks("all"):
            for series in {task["series_id"] for task in tasks if task["series_id"]}:
                with contextlib.suppress(urllib.error.HTTPError):  # a series that has ended already
                    self.request("DELETE", f"/api/series/{series}?scope=all")
            for task in tasks:
                with contextlib.suppress(urllib.error.HTTPError):  # gone with another one
                    self.request("DELETE", f"/api/tasks/{task['id']}?permanent=true")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NUDGE_HOME": str(self.home), "PORT": str(self.port), **self.environment}

    def _wait_until_up(self) -> None:
        assert self._process is not None
        end = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"Nudge ended at start; {self.home.parent / 'nudge.log'} tells why.")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/health", timeout=2):
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"Nudge was not up after {_SECONDS_TO_START} seconds.")
