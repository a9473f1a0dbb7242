"""What must not be possible: Postgres without TLS, functions beside their sidecars, secrets where anybody reads."""

import json
from collections.abc import Iterable
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.lane.lane import Lane
from tests.lane.programs import ROOT

_MADE_FOR_SECRETS = {"secrets.json", "server.key"}


def test_postgres_refuses_a_connection_without_tls(lane: Lane) -> None:
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        psycopg.connect(lane.postgres.url("nudge", "nudge", "disable"))


def test_the_server_must_be_who_it_says(lane: Lane, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(Path("/etc/ssl/certs/ca-certificates.crt").read_bytes())
    other = lane.postgres.dsn.replace(str(lane.postgres.authority), str(tmp_path / "other"))
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        psycopg.connect(other)
    with pytest.raises(psycopg.OperationalError, match="does not match host name"):
        psycopg.connect(lane.postgres.dsn.replace("127.0.0.1", "127.0.0.2"), hostaddr="127.0.0.1")


def test_every_connection_of_the_product_is_encrypted(lane: Lane) -> None:
    seen = lane.sql(
        "SELECT DISTINCT application_name, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'nudge'"
    )
    assert ("nudge", True) in seen
    assert {encrypted for _, encrypted in seen} == {True}


def test_a_function_answers_its_sidecar_alone(lane: Lane) -> None:
    for name, pair in lane.pairs.items():
        place = f"http://127.0.0.1:{pair.port}"
        assert httpx.get(f"{place}/live").status_code == 200
        if not lane.catalogue.functions[name].public:
            assert httpx.post(f"{place}/bulk", json={"entries": []}).status_code == 403, name
            assert httpx.get(f"{place}/api/tasks", headers={"dapr-api-token": "wrong"}).status_code == 403, name


def test_a_sidecar_answers_its_function_alone(lane: Lane) -> None:
    for pair in lane.pairs.values():
        assert httpx.get(f"http://127.0.0.1:{pair.doors.http}/v1.0/secrets/secrets/database-url").status_code == 401


def test_no_secret_is_in_a_file_or_a_command_line(lane: Lane, tmp_path: Path) -> None:
    words = secrets_of(lane)
    assert len(words) >= 6
    (tmp_path / "careless.log").write_text(f"connecting with {words[0]}")
    assert found(words, [tmp_path / "careless.log"]), "the scan finds what is there"
    files = [each for each in lane.home.rglob("*") if each.is_file() and each.name not in _MADE_FOR_SECRETS]
    assert len([each for each in files if each.suffix == ".log"]) >= 2 * len(lane.pairs)
    assert not found(words, files)
    assert not found(words, [each for each in (ROOT / "dapr").rglob("*") if each.is_file()])
    processes = [process for pair in lane.pairs.values() for process in (pair.function, pair.sidecar)]
    assert not found(words, [Path(f"/proc/{process.pid}/cmdline") for process in processes])


def test_files_with_secrets_are_for_their_owner_alone(lane: Lane) -> None:
    holders = [each for each in lane.home.rglob("*") if each.name in _MADE_FOR_SECRETS]
    assert {each.name for each in holders} == _MADE_FOR_SECRETS
    assert {each.stat().st_mode & 0o777 for each in holders} == {0o600}


def secrets_of(lane: Lane) -> list[str]:
    """Every word that must not be seen: what the store holds (of the database's address only the password), and the tokens."""
    known = json.loads(lane.secrets_file.read_bytes())
    plain = [known[key] for key in ("app-token", "link-key", "model-api-key")]
    return [*plain, *lane.passwords]


def found(words: Iterable[str], files: Iterable[Path]) -> list[str]:
    wanted = [word.encode() for word in words]
    return [str(file) for file in files if any(word in file.read_bytes() for word in wanted)]
