"""A backup brings everything back, on the same machine and on another."""

import json
from pathlib import Path

import psycopg
import pytest

from local.backup import back_up, count, restore
from local.database import stopped_database
from local.secrets_file import read_secrets, write_secrets
from tests.chaos.running import RunningNudge


def titles(nudge: RunningNudge) -> list[str]:
    return sorted(task["title"] for task in json.loads(nudge.command("tasks", "--json", "--all").stdout))


def create(nudge: RunningNudge, *wanted: str) -> None:
    from local.client import Client
    from local.config import read_settings

    client = Client(read_settings(nudge.environment()))
    for title in wanted:
        client.post("/api/tasks", {"title": title, "tags": ["kept"]})


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> RunningNudge:
    """A machine where Nudge was never started."""
    return RunningNudge(tmp_path_factory.mktemp("other") / "home")


def test_a_backup_of_a_running_nudge_is_restored_on_another_machine(
    nudge: RunningNudge, other: RunningNudge, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar.gz"
    nudge.start()
    create(nudge, "Buy milk", "Call mom")
    history = _rows(nudge, "SELECT id, type, body FROM event ORDER BY position")
    done = nudge.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "2 tasks" in done.stdout
    assert "secrets are not in it" in done.stdout
    try:
        restored = other.command("restore", str(file))
        assert restored.returncode == 0, restored.stderr
        other.start()
        assert titles(other) == ["Buy milk", "Call mom"]
        assert _rows(other, "SELECT id, type, body FROM event ORDER BY position") == history
        assert _rows(other, "SELECT DISTINCT xid::text FROM event") == [("3",)]
        epoch = "SELECT epoch FROM installation"
        assert _rows(other, epoch) != _rows(nudge, epoch)
        create(other, "Go on")
        assert titles(other) == ["Buy milk", "Call mom", "Go on"]
    finally:
        other.close()


def test_a_stopped_nudge_is_backed_up_too_and_stays_stopped(nudge: RunningNudge, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert nudge.command("backup", str(file)).returncode == 0
    assert file.exists()
    assert nudge.left() == []


def test_a_restore_waits_until_nudge_is_stopped(shared_nudge: RunningNudge, tmp_path: Path) -> None:
    refused = shared_nudge.command("restore", str(tmp_path / "any.tar.gz"), "--force")
    assert refused.returncode == 1
    assert "nudge down" in refused.stderr


def test_tasks_are_replaced_only_by_force_and_kept_aside_first(nudge: RunningNudge, tmp_path: Path) -> None:
    early = tmp_path / "early.tar.gz"
    nudge.start()
    create(nudge, "Early")
    nudge.command("backup", str(early))
    create(nudge, "Late")
    nudge.stop()
    refused = nudge.command("restore", str(early))
    assert refused.returncode == 1
    assert "There are 2 tasks here already" in refused.stderr
    forced = nudge.command("restore", str(early), "--force")
    assert forced.returncode == 0, forced.stderr
    with stopped_database(nudge.home) as url:
        assert count(url, "task") == 1
        safety = next((nudge.home / "backups").iterdir())
        restore(url, nudge.home, safety, force=True)
    with stopped_database(nudge.home) as url:
        assert count(url, "task") == 2


def test_a_damaged_file_changes_nothing(nudge: RunningNudge, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    nudge.command("backup", str(file))
    file.write_bytes(file.read_bytes()[:-1000])
    refused = nudge.command("restore", str(file))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert "Traceback" not in refused.stderr
    nudge.start()


def test_secrets_come_along_when_asked_but_never_the_databases_own(nudge: RunningNudge, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    write_secrets(nudge.home, {"access-token": "guarded"})
    with stopped_database(nudge.home) as url:
        back_up(url, nudge.home, file, with_secrets=True)
        write_secrets(nudge.home, {"access-token": None})
        restore(url, nudge.home, file, force=False)
        assert read_secrets(nudge.home) == {"access-token": "guarded", "database-url": url}


@pytest.mark.parametrize("target", ["missing/backup.tar.gz", "."])
def test_a_place_that_cannot_be_written_is_told(nudge: RunningNudge, tmp_path: Path, target: str) -> None:
    refused = nudge.command("backup", str(tmp_path / target))
    assert refused.returncode == 1
    assert refused.stderr.startswith("nudge: ")
    assert "Traceback" not in refused.stderr


def _rows(nudge: RunningNudge, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(read_secrets(nudge.home)["database-url"]) as connection:
        return connection.execute(question).fetchall()  # type: ignore[call-overload, no-any-return]
