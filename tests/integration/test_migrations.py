"""The migrations lead to the tables that the code declares."""

from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from shared import migrate
from shared.errors import Misconfigured
from shared.tables import metadata


def test_the_newest_revision_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.SCHEMA]


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_an_empty_database_becomes_what_the_tables_say(empty_dsn: str) -> None:
    assert migrate.current(empty_dsn) is None
    migrate.upgrade(empty_dsn)
    assert migrate.current(empty_dsn) == migrate.SCHEMA
    engine = create_engine(empty_dsn.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        found = compare_metadata(context, metadata)
    engine.dispose()
    assert [difference for difference in found if "_comment" not in _operation(difference)] == [], (
        "comments are for readers of the code"
    )


def test_indexes_and_checks_are_those_that_the_tables_say(empty_dsn: str) -> None:
    """Alembic does not compare the conditions of indexes nor checks: two databases, one of each, must read the same."""
    migrate.upgrade(empty_dsn)
    migrated = _described(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    engine = create_engine(empty_dsn.replace("postgresql://", "postgresql+psycopg://", 1))
    metadata.create_all(engine)
    engine.dispose()
    assert migrated == _described(empty_dsn)


def _described(dsn: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        indexes = connection.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1, 2"
        ).fetchall()
        checks = connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"
        ).fetchall()
        defaults = connection.execute(
            "SELECT table_name, column_name, is_nullable, column_default FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2"
        ).fetchall()
    return [*indexes, *checks, *defaults]


def test_a_second_time_changes_nothing(empty_dsn: str) -> None:
    migrate.upgrade(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        epoch = connection.execute("SELECT epoch FROM installation").fetchone()
        migrate.upgrade(empty_dsn)
        assert connection.execute("SELECT epoch FROM installation").fetchall() == [epoch]


def test_data_of_a_newer_nudge_is_left_alone(empty_dsn: str) -> None:
    migrate.upgrade(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Misconfigured, match="newer Nudge") as refused:
        migrate.upgrade(empty_dsn)
    assert refused.value.code == "newer_data"


def _operation(difference: object) -> str:
    """What would have to be done; changes of one column come as a list."""
    first = difference[0]  # type: ignore[index]
    return str(first[0] if isinstance(first, tuple) else first)
