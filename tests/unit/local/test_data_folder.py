import shutil
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from local.data_folder import open_data_folder
from local.errors import DataFolderError


def test_it_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "a" / "b"
    open_data_folder(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_one_that_is_there_keeps_its_mode_and_content(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    (tmp_path / "kept").write_text("kept")
    open_data_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(DataFolderError, match="is not a folder"):
        open_data_folder(file)


def test_a_file_on_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match="cannot be made: Not a directory"):
        open_data_folder(tmp_path / "file" / "home")


def test_a_full_disk_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=7 * 2**20))
    with pytest.raises(DataFolderError, match="Only 7 MB are free"):
        open_data_folder(tmp_path)
