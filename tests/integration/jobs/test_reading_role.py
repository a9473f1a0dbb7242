"""KEDA's role: it may ask what is due, and nothing else."""

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from shared.errors import Misconfigured
from shared.jobs import reading_role

QUERIES = Path(__file__).parents[3] / "keda" / "queries"
GRANTS = (QUERIES / "grants.sql").read_text("utf-8")
ASKED = sorted(file.name for file in QUERIES.glob("*.sql") if file.name != "grants.sql")


@pytest.fixture
def reader(owner_dsn: str) -> str:
    """Where the role reads; the job is run twice, as every upgrade repeats it."""
    url = make_conninfo(**{**conninfo_to_dict(owner_dsn), "user": "nudge_keda", "password": "it's a word"})
    for _ in range(2):
        reading_role.ensure(owner_dsn, url, GRANTS)
    return url


@pytest.mark.parametrize("file", ASKED)
def test_it_may_ask_what_wakes_a_function(reader: str, file: str) -> None:
    with psycopg.connect(reader) as connection:
        (count,) = connection.execute((QUERIES / file).read_bytes()).fetchone() or (None,)
    assert isinstance(count, int)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT title FROM task",
        "SELECT reason FROM reminder",
        "SELECT * FROM outbox",
        "DELETE FROM outbox",
        "UPDATE reminder SET attempt_at = NULL",
        "CREATE TABLE mine (id int)",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
def test_it_may_do_nothing_else(reader: str, statement: str) -> None:
    with (
        psycopg.connect(reader) as connection,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)),
    ):
        connection.execute(statement.encode())


def test_it_may_not_even_when_it_asks_for_a_transaction_that_writes(reader: str) -> None:
    with psycopg.connect(reader, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM outbox")


def test_a_new_password_takes_the_place_of_the_old_one(owner_dsn: str, reader: str) -> None:
    changed = make_conninfo(**{**conninfo_to_dict(reader), "password": "another"})
    reading_role.ensure(owner_dsn, changed, GRANTS)
    psycopg.connect(changed).close()
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(reader)


def test_a_url_without_a_password_is_refused(owner_dsn: str) -> None:
    with pytest.raises(Misconfigured, match="user and a password"):
        reading_role.ensure(owner_dsn, "postgresql://nudge_keda@localhost/nudge", GRANTS)
