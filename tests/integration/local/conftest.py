import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.postgres import Postgres
from shared import migrate
from tests.chaos.running import RunningNudge

NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder as `mktemp -d` makes it: mode 0700, short."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    home = folder / "home"
    home.mkdir(mode=0o700)
    yield home
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A data folder that was set up and left in order; a copy of it saves the time of setting up."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    home = folder / "home"
    home.mkdir(mode=0o700)
    server = Postgres(home, home)
    server.start()
    migrate.upgrade(server.dsn)
    server.stop()
    yield home
    shutil.rmtree(folder)


@pytest.fixture
def set_up(home: Path, prepared: Path) -> Path:
    """A data folder of our own that was set up."""
    shutil.copytree(prepared, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("logs"))
    return home


@pytest.fixture
def nudge(set_up: Path) -> Iterator[RunningNudge]:
    """Set up, but not started yet."""
    running = RunningNudge(set_up)
    yield running
    running.close()


@pytest.fixture(scope="session")
def shared_nudge() -> Iterator[RunningNudge]:
    """One that runs, for tests that leave it running. Its data folder is made by itself, its parent by `mktemp -d`."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    running = RunningNudge(folder / "home")
    try:
        yield running.start()
    finally:
        running.close()
        shutil.rmtree(folder)


@pytest.fixture
def as_ordinary_user(home: Path) -> Callable[[Callable[[], None]], int]:
    """Runs something in a fork of this process that gave up root; returns its exit code, 0 when nothing was raised."""

    def run(body: Callable[[], None]) -> int:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                if os.geteuid() == 0:
                    for folder in (home.parent, home):
                        os.chown(folder, NOBODY, NOBODY)
                    os.setgroups([])
                    os.setresgid(NOBODY, NOBODY, NOBODY)
                    os.setresuid(NOBODY, NOBODY, NOBODY)
                body()
                code = 0
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    return run
