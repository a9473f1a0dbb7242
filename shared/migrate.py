"""Brings a database to the schema this code expects."""

from __future__ import annotations

from pathlib import Path

import psycopg

from shared.errors import Misconfigured

SCHEMA = "0006"
"""The newest revision in shared/migrations; functions report themselves ready only on this or a newer one."""

_LOCK = 0x6E756467  # "nudg": one migration at a time, whoever starts first


def current(dsn: str) -> str | None:
    """The database's revision; None for an empty database."""
    with psycopg.connect(dsn) as connection:
        if connection.execute("SELECT to_regclass('public.alembic_version')").fetchone() == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def upgrade(dsn: str) -> None:
    """Applies what is missing; nothing when the database is current.

    Raises Misconfigured when the database was made by a newer Nudge: going back would lose what the newer one stored.
    """
    found = current(dsn)
    if found == SCHEMA:
        return
    if found is not None and found > SCHEMA:
        raise Misconfigured(
            f"The data was written by a newer Nudge (schema {found}, this one knows {SCHEMA}). Please update Nudge.",
            code="newer_data",
        )
    _run(dsn)


def _run(dsn: str) -> None:
    # Imported here: Alembic and SQLAlchemy cost a quarter of a second that a start on a current database need not pay.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, text

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(dsn.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
