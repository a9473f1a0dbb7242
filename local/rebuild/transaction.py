"""One rebuild at a time, all of it or nothing, beside a running product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from psycopg import sql

from local.rebuild.outcome import RebuildError

Connection = psycopg.Connection[tuple[object, ...]]

_ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('nudge rebuild'))"
_PATIENCE = "SET LOCAL lock_timeout = '30s'"
"""Writers hold what a rebuild waits for only for moments; who holds it longer is something that somebody should look at."""


@contextmanager
def alone(url: str) -> Iterator[Connection]:
    """A transaction that no other rebuild runs beside. Raises RebuildError when it cannot be had."""
    try:
        with psycopg.connect(url) as connection:
            if connection.execute(_ONE_AT_A_TIME).fetchone() != (True,):
                raise RebuildError("Another rebuild is at work. Please wait until it has ended.")
            connection.execute(_PATIENCE)
            yield connection
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
        raise RebuildError(
            "Something else holds the tables for long. Nothing was changed; please try again."
        ) from error


def hold(connection: Connection, table: LiteralString) -> None:
    """Until the transaction ends others may read the table, but neither write it nor lock its rows."""
    connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))


def count(connection: Connection, statement: LiteralString, parameters: dict[str, object] | None = None) -> int:
    """The number that the statement answers with."""
    row = connection.execute(statement, parameters).fetchone()
    return int(str(row[0])) if row else 0
