"""The role with which KEDA asks the database what is due: it may read a few columns and nothing else."""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from shared.errors import Misconfigured


def ensure(owner: str, reader: str, grants: str) -> None:
    """Makes the role that the URL `reader` names, gives it that URL's password and runs `grants`, where {role} stands for its name.

    `owner` may make roles and owns the tables. Harmless to repeat; a new password takes the place of the old one.
    """
    wanted = conninfo_to_dict(reader)
    if not wanted.get("user") or not wanted.get("password"):
        raise Misconfigured("The secret reading-url must name a user and a password.")
    role, password = sql.Identifier(str(wanted["user"])), sql.Literal(wanted["password"])
    with psycopg.connect(owner) as connection:
        there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (wanted["user"],)).fetchone() is not None
        verb = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if there else "CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(verb.format(role, password))
        connection.execute(sql.SQL(grants).format(role=role))
