import json
import stat
from pathlib import Path

import pytest

from local.errors import DataFolderError
from local.secrets_file import access_token, read_secrets, secrets_file, write_secrets


def test_changes_keep_the_other_secrets(tmp_path: Path) -> None:
    write_secrets(tmp_path, {"a": "1", "b": "2"})
    write_secrets(tmp_path, {"b": "3", "a": None, "c": "4"})
    assert read_secrets(tmp_path) == {"b": "3", "c": "4"}


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    secrets_file(tmp_path).write_text("{}")
    secrets_file(tmp_path).chmod(0o644)
    write_secrets(tmp_path, {"a": "1"})
    assert stat.S_IMODE(secrets_file(tmp_path).stat().st_mode) == 0o600


def test_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    write_secrets(tmp_path, {"a": "1"})
    assert list(tmp_path.iterdir()) == [secrets_file(tmp_path)]
    assert json.loads(secrets_file(tmp_path).read_text()) == {"a": "1"}


def test_a_data_folder_without_secrets_has_none(tmp_path: Path) -> None:
    assert read_secrets(tmp_path) == {}


@pytest.mark.parametrize("content", ["{", "[]", "\x00"])
def test_a_damaged_file_is_told_in_one_sentence(tmp_path: Path, content: str) -> None:
    secrets_file(tmp_path).write_text(content)
    with pytest.raises(DataFolderError, match="secrets file"):
        read_secrets(tmp_path)


def test_an_access_token_of_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUDGE_SECRET_ACCESS_TOKEN", raising=False)
    assert access_token(tmp_path) is None
    write_secrets(tmp_path, {"access-token": "of the file"})
    assert access_token(tmp_path) == "of the file"
    monkeypatch.setenv("NUDGE_SECRET_ACCESS_TOKEN", "of the environment")
    assert access_token(tmp_path) == "of the environment"
