"""Debian's Postgres on a loopback port, with TLS and nothing without it."""

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from local.privileges import choose_identity
from tests.lane.certificates import ServerCertificate, make_certificates
from tests.lane.errors import LaneError
from tests.lane.process import Process
from tests.lane.tools import install
from tests.lane.waiting import until

_PROGRAMS = Path("/usr/lib/postgresql")
_MISSING = "Postgres is missing. Install it, on Debian by: apt-get install postgresql"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "ssl": "on",
    "ssl_min_protocol_version": "TLSv1.3",
    "max_connections": "400",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_ACCESS = "# TLS and a password, or nothing.\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


def programs() -> Path:
    """The folder of the newest Postgres that is installed; as root it is installed when there is none."""
    found = _installed()
    if found is None:
        install("postgresql")
        found = _installed()
    if found is None:
        raise LaneError(_MISSING)
    return found


def _installed() -> Path | None:
    versions = [each for each in _PROGRAMS.glob("*/bin") if (each / "initdb").exists()]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class SecurePostgres:
    """One server with its data and certificates in a folder of its own, and a database `nudge` that the role `nudge` owns."""

    def __init__(self, home: Path, log: Path, port: int) -> None:
        self.port, self._home = port, home
        self._programs = programs()
        self._identity = choose_identity(home, self._programs / "postgres")
        self._passwords = {"postgres": secrets.token_urlsafe(24), "nudge": secrets.token_urlsafe(24)}
        self._log = log
        self.process: Process | None = None

    @property
    def authority(self) -> Path:
        return self._home / "ca.crt"

    @property
    def passwords(self) -> list[str]:
        return list(self._passwords.values())

    @property
    def dsn(self) -> str:
        """For functions: it checks the server's certificate and name."""
        return self.url("nudge", "nudge")

    def url(self, role: str, database: str, tls: str = "verify-full") -> str:
        place = f"postgresql://{role}:{self._passwords[role]}@127.0.0.1:{self.port}/{database}"
        return f"{place}?sslmode={tls}" + (f"&sslrootcert={self.authority}" if tls.startswith("verify") else "")

    def start(self) -> None:
        """Makes the cluster when there is none, and waits until it accepts connections."""
        first = self.process is None
        if self.process is None:
            self.process = self._prepare()
        self.process.start()
        until(self.answers, self.process, 60)
        if first:
            self._make_database()

    def kill(self) -> None:
        """kill -9 of the whole server; its children notice and leave."""
        if self.process is not None:
            self.process.kill()

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()

    def _prepare(self) -> Process:
        files = make_certificates(self._home)
        data = self._home / "data"
        for path in (self._home, files.key):
            os.chown(path, self._identity.owner, -1)
        self._initialise(data)
        (data / "pg_hba.conf").write_text(_ACCESS)
        options = [part for pair in self._settings(files).items() for part in ("-c", "=".join(pair))]
        command = [self._programs / "postgres", "-D", data, *options]
        return Process(
            "Postgres", command, self._log, folder=self._home, identity=self._identity, stop_signal=signal.SIGINT
        )

    def _settings(self, files: ServerCertificate) -> dict[str, str]:
        mine = {"port": str(self.port), "ssl_cert_file": str(files.certificate), "ssl_key_file": str(files.key)}
        return _SETTINGS | mine

    def _initialise(self, data: Path) -> None:
        command = [self._programs / "initdb", "-D", data, "--username=postgres", "--auth=scram-sha-256"]
        command += ["--pwfile=/dev/stdin", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        done = subprocess.run(
            command,
            input=self._passwords["postgres"],
            text=True,
            capture_output=True,
            cwd=self._home,
            preexec_fn=self._identity.assume,
        )
        if done.returncode != 0:
            raise LaneError(f"Postgres could not make its data folder:\n{done.stderr}")

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE nudge LOGIN PASSWORD '{self._passwords['nudge']}'")
            connection.execute("CREATE DATABASE nudge OWNER nudge")
