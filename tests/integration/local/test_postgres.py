"""The embedded Postgres with real processes. Run as root, it shows both: root and, in a fork, an ordinary user."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from local.cluster import MAJOR
from local.errors import DatabaseError, DataFolderError
from local.postgres import Postgres
from local.processes import wait_until
from local.secrets_file import read_secrets, secrets_file, write_secrets


@pytest.fixture
def run(home: Path) -> Path:
    folder = home / "run"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def empty(home: Path, run: Path) -> Iterator[Postgres]:
    """On a data folder where none was before."""
    server = Postgres(home, run)
    yield server
    server.stop()


@pytest.fixture
def postgres(set_up: Path, run: Path) -> Iterator[Postgres]:
    """On a data folder that was set up; not started yet."""
    server = Postgres(set_up, run)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def running() -> Iterator[Postgres]:
    """One that runs, for tests that only look at it."""
    folder = Path(tempfile.mkdtemp(prefix="nudge-test-"))
    server = Postgres(folder, folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None


def test_it_starts_on_an_empty_folder_and_keeps_what_is_written(empty: Postgres) -> None:
    empty.start()
    with psycopg.connect(empty.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    empty.stop()
    assert empty.processes() == []
    empty.start()
    assert ask(empty.dsn, "SELECT answer FROM kept") == 42


def test_it_never_runs_as_root(running: Postgres) -> None:
    status = Path(f"/proc/{running.pid}/status").read_text()
    users = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    assert "0" not in users


@pytest.mark.parametrize("namespaces", [True, False])
def test_without_ambient_capabilities_root_takes_a_user_namespace_or_is_told(
    empty: Postgres, monkeypatch: pytest.MonkeyPatch, namespaces: bool
) -> None:
    def refuse(identity: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("local.privileges.KeptCapability.assume", refuse)
    if not namespaces:
        monkeypatch.setattr("local.privileges.UserNamespace.assume", refuse)
    possible = subprocess.run(["unshare", "--user", "true"], capture_output=True).returncode == 0
    if os.geteuid() != 0 or (namespaces and possible):
        empty.start()
        assert ask(empty.dsn, "SELECT 1") == 1
    else:
        with pytest.raises(DatabaseError, match="as an ordinary user"):
            empty.start()


def test_folders_around_the_data_keep_owner_and_mode(empty: Postgres, home: Path) -> None:
    around = [home, *home.parents]
    before = [(path.stat().st_mode, path.stat().st_uid) for path in around]
    empty.start()
    assert [(path.stat().st_mode, path.stat().st_uid) for path in around] == before


def test_only_the_socket_and_the_password_let_in(running: Postgres) -> None:
    assert ask(running.dsn, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://nudge:wrong@/nudge?host={running.run}")
    with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
        psycopg.connect(f"postgresql://postgres:x@/nudge?host={running.run}")


def test_the_role_is_no_superuser(running: Postgres) -> None:
    assert ask(running.dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"])
def test_what_was_acknowledged_is_on_the_disk(running: Postgres, setting: str) -> None:
    assert ask(running.dsn, f"SHOW {setting}") == "on"


def test_the_address_is_a_secret_of_its_owner(running: Postgres) -> None:
    assert read_secrets(running.home)["database-url"] == running.dsn
    assert stat.S_IMODE(secrets_file(running.home).stat().st_mode) == 0o600


def test_lost_secrets_are_made_anew(postgres: Postgres, home: Path) -> None:
    postgres.start()
    before = postgres.dsn
    postgres.stop()
    write_secrets(home, {"database-url": None, "other": "kept"})
    postgres.start()
    assert postgres.dsn != before
    assert ask(postgres.dsn, "SELECT 1") == 1
    assert read_secrets(home)["other"] == "kept"


def test_a_killed_server_recovers_what_was_acknowledged(postgres: Postgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (answer int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(postgres.pid, signal.SIGKILL)
    postgres.start()
    assert ask(postgres.dsn, "SELECT answer FROM kept") == 42


def test_a_lock_file_naming_a_foreign_process_does_not_stop_it(postgres: Postgres) -> None:
    postgres.start()
    os.kill(postgres.pid, signal.SIGKILL)
    assert wait_until(lambda: postgres.poll() is not None, 10)
    lock = postgres.data / "postmaster.pid"
    _, *rest = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
    postgres.start()
    assert ask(postgres.dsn, "SELECT 1") == 1


def test_a_server_that_a_killed_nudge_left_behind_is_replaced(postgres: Postgres, home: Path, run: Path) -> None:
    left = Postgres(home, run)
    left.start()
    first = left.pid
    postgres.start()
    assert postgres.pid != first
    assert ask(postgres.dsn, "SELECT 1") == 1
    assert left.poll() is not None


def test_it_ends_with_its_supervisor(postgres: Postgres, home: Path, run: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from local.postgres import Postgres\n"
        "p = Postgres(Path(sys.argv[1]), Path(sys.argv[2])); p.start(); print(p.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(home), str(run)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as supervisor:
        assert supervisor.stdout is not None
        assert int(supervisor.stdout.readline()) in postgres.processes()
        supervisor.kill()
        supervisor.wait()
    assert wait_until(lambda: not postgres.processes(), 10)


@pytest.mark.parametrize(("version", "sentence"), [(str(MAJOR + 1), "newer Nudge"), (str(MAJOR - 1), "restore that")])
def test_data_of_another_version_is_left_alone(postgres: Postgres, version: str, sentence: str) -> None:
    postgres.start()
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(DataFolderError, match=sentence):
        postgres.start()


def test_a_folder_that_is_no_database_is_left_alone(empty: Postgres) -> None:
    empty.data.mkdir()
    (empty.data / "photo.jpg").touch()
    with pytest.raises(DataFolderError, match="holds no Nudge database"):
        empty.start()
    assert (empty.data / "photo.jpg").exists()


def test_an_interrupted_set_up_is_started_over(empty: Postgres, home: Path) -> None:
    half = home / "postgres.new-half"
    half.mkdir()
    (half / "PG_VERSION").write_text(f"{MAJOR}\n")
    empty.start()
    assert not half.exists()


def test_damaged_data_is_told_with_the_servers_own_reason(postgres: Postgres) -> None:
    postgres.start()
    postgres.stop()
    (postgres.data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseError, match="did not start"):
        postgres.start()


def test_it_runs_for_an_ordinary_user(
    home: Path, run: Path, as_ordinary_user: Callable[[Callable[[], None]], int]
) -> None:
    if os.geteuid() == 0:
        os.chown(run, 65534, 65534)

    def body() -> None:
        server = Postgres(home, run)
        server.start()
        try:
            assert ask(server.dsn, "SELECT 1") == 1
            assert Path(f"/proc/{server.pid}").stat().st_uid == os.geteuid() != 0
        finally:
            server.stop()

    assert as_ordinary_user(body) == 0


def test_a_folder_of_an_ordinary_user_also_opens_for_root_and_stays_the_users(
    home: Path, run: Path, empty: Postgres, as_ordinary_user: Callable[[Callable[[], None]], int]
) -> None:
    if os.geteuid() == 0:
        os.chown(run, 65534, 65534)

    def body() -> None:
        server = Postgres(home, run)
        server.start()
        server.stop()

    assert as_ordinary_user(body) == 0
    owner = (home / "postgres").stat().st_uid
    empty.start()
    assert (home / "postgres").stat().st_uid == owner
    assert ask(empty.dsn, "SELECT 1") == 1
