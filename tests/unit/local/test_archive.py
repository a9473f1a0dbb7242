import io
import json
import tarfile
from pathlib import Path

import pytest

from local.archive import FORMAT, ArchiveError, Manifest, read_archive, sha256, write_archive


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "dump"
    file.write_bytes(b"content of the dump")
    return file


def manifest(dump: Path, **changes: object) -> Manifest:
    fields = {"format": FORMAT, "created_at": "2026-11-24T00:00:00Z", "schema": "0001", "postgres": 18}
    return Manifest(**{**fields, "tasks": 3, "events": 4, "sha256": sha256(dump), **changes})  # type: ignore[arg-type]


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_what_was_written_is_read_back(tmp_path: Path, dump: Path) -> None:
    file = tmp_path / "b.tar.gz"
    write_archive(file, manifest(dump), dump, {"access-token": "t"})
    found, content, secrets = read_archive(file, folder(tmp_path))
    assert found == manifest(dump)
    assert content.read_bytes() == dump.read_bytes()
    assert secrets == {"access-token": "t"}


def test_secrets_are_left_out_unless_given(tmp_path: Path, dump: Path) -> None:
    file = tmp_path / "b.tar.gz"
    write_archive(file, manifest(dump), dump, None)
    with tarfile.open(file) as archive:
        assert archive.getnames() == ["manifest.json", "nudge.dump"]


def test_only_the_owner_may_read_a_backup_and_no_draft_stays(tmp_path: Path, dump: Path) -> None:
    file = tmp_path / "b.tar.gz"
    write_archive(file, manifest(dump), dump, None)
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "dump"]


def test_a_changed_dump_is_noticed(tmp_path: Path, dump: Path) -> None:
    file = tmp_path / "b.tar.gz"
    write_archive(file, manifest(dump, sha256="0" * 64), dump, None)
    with pytest.raises(ArchiveError, match="checksum"):
        read_archive(file, folder(tmp_path))


@pytest.mark.parametrize("kept", [0, 10, 60])
def test_a_cut_file_is_damaged(tmp_path: Path, dump: Path, kept: int) -> None:
    file = tmp_path / "b.tar.gz"
    write_archive(file, manifest(dump), dump, None)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(ArchiveError, match="not a Nudge backup or is damaged"):
        read_archive(file, folder(tmp_path))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no file"):
        read_archive(tmp_path / "none.tar.gz", tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [({"format": FORMAT + 1}, "newer Nudge"), ([], "is not a Nudge backup"), ({"format": FORMAT}, "damaged")],
)
def test_a_manifest_that_does_not_fit_is_told(tmp_path: Path, content: object, sentence: str) -> None:
    file = tmp_path / "b.tar.gz"
    body = json.dumps(content).encode()
    with tarfile.open(file, "w:gz") as archive:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    with pytest.raises(ArchiveError, match=sentence):
        read_archive(file, folder(tmp_path))
