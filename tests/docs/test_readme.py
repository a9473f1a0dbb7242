"""The commands in the README do what it says."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [block.strip().splitlines() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # A make of its own, not a part of the one that runs the tests.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return {**inherited, "NUDGE_HOME": str(tmp_path_factory.mktemp("readme")), "PORT": str(port)}


@pytest.fixture(scope="module")
def running(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    command = shlex.split(BLOCKS[0][0])
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        _until_healthy(process, environment["PORT"])
        yield environment
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=30)[0]
        assert f"http://localhost:{environment['PORT']}" in said
        assert "Your list is kept." in said


def _until_healthy(process: subprocess.Popen[str], port: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        assert process.poll() is None, "the first command of the README ended"
        try:
            with urlopen(f"http://localhost:{port}/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("not healthy within a minute")


def test_the_two_commands_stand_first() -> None:
    assert BLOCKS[:2] == [["make run"], ["make test"]]


def test_the_second_command_is_what_ci_runs() -> None:
    assert "make test\n" in (ROOT / ".ci" / "run").read_text()
    dry = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "-m pytest" in dry.stdout


def test_the_commands_in_the_terminal_work(running: dict[str, str]) -> None:
    said = {}
    for command in BLOCKS[2]:
        done = subprocess.run(shlex.split(command), cwd=ROOT, env=running, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        said[command] = done.stdout
    backup = ROOT / "my-tasks.tar.gz"
    assert backup.stat().st_size > 0
    backup.unlink()
    asked, changed, listed, table, *_ = said.values()
    assert "call mom" in asked and "Sunday" in asked and "3:00 PM" in asked
    assert "call mom" in changed and "Sunday" in changed and "4:00 PM" in changed
    assert "call mom" in listed
    assert "call mom" in table


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
