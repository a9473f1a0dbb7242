import os
import socket
import stat
import tempfile
from pathlib import Path

import pytest

from local.run_directory import make_run_directory


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /tmp, short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="t"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return folder


@pytest.fixture
def deep_home(tmp_path: Path) -> Path:
    """A data folder whose path leaves no room for a socket's name."""
    home = tmp_path / ("deep" * 30)
    home.mkdir()
    return home


def is_private(directory: Path) -> bool:
    found = directory.lstat()
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and found.st_uid == os.geteuid()


def test_sockets_lie_in_the_data_folder_when_its_path_is_short(temporary: Path) -> None:
    home = Path(tempfile.mkdtemp())
    assert make_run_directory(home) == home / "run"
    assert is_private(home / "run")


def test_a_long_path_moves_the_sockets_to_the_temporary_folder(temporary: Path, deep_home: Path) -> None:
    run = make_run_directory(deep_home)
    assert run.parent == temporary
    assert is_private(run)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(run / ("x" * 31)))


def test_the_same_data_folder_finds_the_same_directory_again(temporary: Path, deep_home: Path) -> None:
    assert make_run_directory(deep_home) == make_run_directory(deep_home)


@pytest.mark.parametrize("trap", ["symlink", "open", "file"])
def test_what_another_user_prepared_is_not_taken(temporary: Path, deep_home: Path, trap: str) -> None:
    expected = make_run_directory(deep_home)
    expected.rmdir()
    target = temporary / "target"
    target.mkdir(mode=0o700)
    if trap == "symlink":
        expected.symlink_to(target)
    elif trap == "open":
        expected.mkdir()
        expected.chmod(0o777)
    else:
        expected.touch()
    run = make_run_directory(deep_home)
    assert run != expected
    assert is_private(run)


def test_a_directory_of_another_owner_is_not_taken(
    temporary: Path, deep_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = make_run_directory(deep_home)
    name = expected.name
    real = os.geteuid()
    monkeypatch.setattr("local.run_directory.os.geteuid", lambda: real + 1)
    foreign = temporary / name.replace(f"nudge-{real}-", f"nudge-{real + 1}-")
    foreign.mkdir(mode=0o700)
    run = make_run_directory(deep_home)
    assert run != foreign
    assert run.name.startswith(foreign.name)


def test_the_runtime_directory_of_the_user_is_preferred_to_the_temporary_one(
    temporary: Path, deep_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = temporary / "user"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert make_run_directory(deep_home).parent == runtime
