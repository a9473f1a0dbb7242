"""The database for commands: the running server's when Nudge runs, else one started for as long as the command works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from local.cluster import binary, failure
from local.data_folder import open_data_folder
from local.errors import LocalError
from local.instance import is_locked, lock
from local.postgres import Postgres
from local.run_directory import make_run_directory
from local.secrets_file import read_secrets


@contextmanager
def database(home: Path) -> Iterator[str]:
    """The URL of the database of a Nudge that runs or not."""
    if is_locked(home):
        url = read_secrets(home).get("database-url")
        if not url:
            raise LocalError("Nudge is just being set up. Please try again in a moment.")
        with _answering():
            yield url
        return
    with stopped_database(home) as url:
        yield url


@contextmanager
def stopped_database(home: Path) -> Iterator[str]:
    """The URL of the database of a Nudge that must not run; nobody can start one meanwhile."""
    open_data_folder(home)
    held = lock(home)
    postgres = Postgres(home, make_run_directory(home))
    try:
        postgres.start()
        with _answering():
            yield postgres.dsn
    finally:
        postgres.stop()
        os.close(held)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise LocalError(f"The database did not do it: {str(error).strip().splitlines()[0]}") from error


def run_tool(name: str, url: str, *arguments: str | Path, home: Path) -> None:
    """Run a Postgres client program; the password goes by environment, where other users cannot read it."""
    parts = urlsplit(url)
    environment = {
        **os.environ,
        "PGHOST": parse_qs(parts.query)["host"][0],
        "PGUSER": parts.username or "",
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
    }
    command = [binary(name), "--no-password", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 - no shell
    if done.returncode != 0:
        raise failure(f"{name} did not succeed", done.stderr, home)


def other_database(url: str, name: str) -> str:
    """The same server's database `name`."""
    parts = urlsplit(url)
    return parts._replace(path=f"/{name}").geturl()
