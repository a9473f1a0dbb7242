"""Backup and restore of the whole list: one consistent snapshot of the one database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from local.archive import FORMAT, Manifest, read_archive, sha256, write_archive
from local.cluster import MAJOR, NAME
from local.database import other_database, run_tool
from local.errors import LocalError
from local.secrets_file import read_secrets, write_secrets
from shared import migrate
from shared.errors import Misconfigured

_INCOMING, _OUTGOING = f"{NAME}_restoring", f"{NAME}_before_restore"


class NotEmptyError(LocalError):
    """A restore would replace tasks."""


def back_up(url: str, home: Path, file: Path, *, with_secrets: bool) -> Manifest:
    """Write everything in the database to `file`, also while Nudge runs: pg_dump sees one moment."""
    with TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
        dump = Path(folder) / "nudge.dump"
        run_tool("pg_dump", url, "--format=custom", "--no-owner", f"--file={dump}", home=home)
        manifest = Manifest(
            format=FORMAT,
            created_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            schema=migrate.current(url),
            postgres=MAJOR,
            tasks=count(url, "task"),
            events=count(url, "event"),
            sha256=sha256(dump),
        )
        # The database's own address and password belong to this data folder alone.
        kept = {key: value for key, value in read_secrets(home).items() if key != "database-url"}
        write_archive(file, manifest, dump, kept if with_secrets else None)
    return manifest


def restore(url: str, home: Path, file: Path, *, force: bool) -> tuple[Manifest, Path | None]:
    """Replace the list by that of the backup; returns the safety backup of what was there, if anything was.

    The backup is restored beside the present database and takes its place only when it is complete, in one transaction.
    """
    with TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        manifest, dump, secrets = read_archive(file, Path(folder))
        _check(manifest, file)
        safety = _keep_present(url, home, force=force)
        try:
            _take_in(url, home, dump)
            _swap(url)
        finally:
            # What did not come to its end takes no space.
            _execute(url, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_INCOMING)))
    if secrets:
        write_secrets(home, {**secrets})
    return manifest, safety


def count(url: str, table: str) -> int:
    """Rows of a table of the product; 0 when the tables are not there yet."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass(%s)", (f"public.{table}",)).fetchone() == (None,):
            return 0
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        return int(row[0]) if row else 0


def _check(manifest: Manifest, file: Path) -> None:
    if manifest.postgres > MAJOR or (manifest.schema or "") > migrate.SCHEMA:
        raise LocalError(f"{file} was written by a newer Nudge. Please update Nudge.")


def _keep_present(url: str, home: Path, *, force: bool) -> Path | None:
    present = count(url, "task")
    if present and not force:
        raise NotEmptyError(
            f"There are {present} tasks here already. `nudge restore --force` replaces them, after a safety backup."
        )
    if not present:
        return None
    backups = home / "backups"
    backups.mkdir(mode=0o700, exist_ok=True)
    file = backups / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar.gz"
    back_up(url, home, file, with_secrets=True)
    return file


def _take_in(url: str, home: Path, dump: Path) -> None:
    """The backup as a database of its own."""
    _execute(url, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_INCOMING)))
    _execute(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_INCOMING)))
    incoming = other_database(url, _INCOMING)
    options = ("--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_INCOMING}")
    run_tool("pg_restore", incoming, *options, dump, home=home)
    _make_current(incoming)


def _make_current(url: str) -> None:
    """Bring the tables up to this code, and make void what belongs to the server the backup came from."""
    try:
        migrate.upgrade(url)
    except Misconfigured as error:
        raise LocalError(error.detail) from error
    with psycopg.connect(url) as connection:
        # Transaction ids begin anew in another cluster; the update stream orders by them. 3 is the first real one, so
        # that all events of the backup count as committed long ago.
        connection.execute("UPDATE event SET xid = '3'::xid8")
        # Clients that hold a place in the old stream learn by the epoch that they must reload.
        connection.execute("UPDATE installation SET epoch = gen_random_uuid(), updates_from = NULL")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _swap(url: str) -> None:
    """The restored database takes the name; both renamings commit together."""
    with psycopg.connect(other_database(url, "postgres")) as connection:
        for before, after in ((NAME, _OUTGOING), (_INCOMING, NAME)):
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(before), sql.Identifier(after)))
    _execute(other_database(url, "postgres"), sql.SQL("DROP DATABASE {}").format(sql.Identifier(_OUTGOING)))


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
