"""What stops a start is told in one sentence, with an exit code, without a stack trace."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from local.postgres import Postgres
from tests.chaos.running import ROOT, RunningNudge


def refusal(nudge: RunningNudge, **environment: str) -> str:
    """The sentence with which `nudge up` ends; its exit code is not 0."""
    done = nudge.command("up", **environment)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith("nudge: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_taken_port_names_the_setting_that_helps(nudge: RunningNudge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port} is taken" in refusal(nudge, PORT=str(port))
        assert "PORT=" in refusal(nudge, PORT=str(port))


def test_a_port_that_is_none(nudge: RunningNudge) -> None:
    assert "PORT must be a number" in refusal(nudge, PORT="http")


def test_a_setting_of_the_functions_that_does_not_fit(nudge: RunningNudge) -> None:
    assert "NUDGE_RATE_LIMIT does not fit" in refusal(nudge, NUDGE_RATE_LIMIT="fast")


def test_the_network_needs_a_token(nudge: RunningNudge) -> None:
    assert "nudge token --new" in refusal(nudge, NUDGE_HOST="0.0.0.0")


def test_a_data_folder_that_is_a_file(nudge: RunningNudge, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "is not a folder" in refusal(nudge, NUDGE_HOME=str(file))


def test_data_of_a_newer_postgres(nudge: RunningNudge) -> None:
    (nudge.home / "postgres" / "PG_VERSION").write_text("99\n")
    assert "was written by a newer Nudge" in refusal(nudge)


def test_data_of_a_newer_schema(nudge: RunningNudge) -> None:
    nudge.start()
    nudge.stop()
    server = Postgres(nudge.home, nudge.home)
    server.start()
    with psycopg.connect(server.dsn) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    server.stop()
    assert "newer Nudge" in refusal(nudge)
    assert nudge.left() == []


def test_a_second_nudge_on_the_same_folder_names_the_first(shared_nudge: RunningNudge) -> None:
    sentence = refusal(shared_nudge, PORT="0")
    assert "already running" in sentence
    assert str(shared_nudge.processes()["guardian"]) in sentence
    assert f":{shared_nudge.port}" in sentence


def test_without_the_page_everything_else_works_and_is_noted(nudge: RunningNudge, tmp_path: Path) -> None:
    without = RunningNudge(nudge.home, NUDGE_PAGE=str(tmp_path))
    try:
        without.start()
        assert "web page is not built" in without.output.read_text()
    finally:
        without.close()


def test_a_folder_of_another_user(home: Path, as_ordinary_user: Callable[[Callable[[], None]], int]) -> None:
    """In a fork, for root may read everything."""
    locked = home / "locked"
    locked.mkdir(mode=0o700)
    if os.geteuid() != 0:
        locked.chmod(0)

    def body() -> None:
        from local.data_folder import open_data_folder
        from local.errors import DataFolderError

        with pytest.raises(DataFolderError, match="cannot be read and written by this user"):
            open_data_folder(locked)

    assert as_ordinary_user(body) == 0


def test_a_full_disk_is_told_by_the_database_too(home: Path) -> None:
    """A limit on the size of files stands for the full disk: the kernel refuses to write on."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))\n"
        "from pathlib import Path; from local.postgres import Postgres; from local.errors import LocalError\n"
        "try: Postgres(Path(sys.argv[1]), Path(sys.argv[1])).start()\n"
        "except LocalError as error: sys.exit(str(error))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(home)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "The database could not be set up" in done.stderr
