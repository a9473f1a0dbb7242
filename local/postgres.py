"""The embedded Postgres: one server on a unix socket, its data in the data folder, ended with its supervisor."""

import hashlib
import signal
import subprocess
from pathlib import Path

from local.cluster import Cluster, binary, database_url, failure
from local.errors import DatabaseError
from local.privileges import choose_identity, in_child
from local.processes import command_lines, send, wait_until
from local.secrets_file import read_secrets, write_secrets

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    "jit": "off",
    # A commit that was acknowledged is on the disk.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # One server without replicas: the shortest log that survives a crash.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "min_wal_size": "128MB",
    # A list grows from nothing to thousands within a minute; the planner should not be guided by yesterday's figures.
    "autovacuum_naptime": "10s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "idle_in_transaction_session_timeout": "60s",
}
_LOG_LIMIT = 5 * 1024 * 1024
_START_SECONDS = 120.0


class Postgres:
    """The server of the data folder `home`, its socket in the folder `run`. Both must exist and be private.

    The caller makes sure that it is the only Nudge on this data folder: a server that a killed Nudge left behind is
    stopped by `start`.
    """

    def __init__(self, home: Path, run: Path) -> None:
        self.home = home.absolute()
        self.run = run.absolute()
        self.dsn = ""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        if self._process is None:
            raise DatabaseError("The database is not running.")
        return self._process.pid

    @property
    def is_started(self) -> bool:
        """Whether there is a postmaster whose end was not collected yet."""
        return self._process is not None

    def start(self) -> None:
        """Start the server, made first when needed, and wait until it accepts connections."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the server process; crash recovery then goes on by itself. Call it from the main thread."""
        self.stop()
        identity = choose_identity(self.home, binary("postgres"))
        self.stop_leftover()
        password = Cluster(self.home, identity).prepare()
        self.dsn = database_url(password, self.run)
        if read_secrets(self.home).get("database-url") != self.dsn:
            write_secrets(self.home, {"database-url": self.dsn})
        settings = {**_SETTINGS, "unix_socket_directories": str(self.run), "cluster_name": self._cluster_name()}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log().open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program of the wheel, no shell
                [binary("postgres"), "-D", self.data, *options],
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=in_child(identity, signal.SIGINT),
            )

    def wait_until_ready(self) -> None:
        """Wait until connections are accepted; raises when the server ends instead, with its own reason."""
        if not wait_until(lambda: self._is_ready() or self.poll() is not None, _START_SECONDS, 0.005):
            raise DatabaseError(f"The database did not become ready in time; {self._log_file()} tells more.")
        if self.poll() is not None:
            report = self._log_file().read_text(errors="replace")[-4000:]
            raise failure("The database did not start", report, self.home)

    def poll(self) -> int | None:
        """The exit code of the postmaster, None while it runs."""
        return None if self._process is None else self._process.poll()

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything is written. Harmless when it does not run."""
        if self._process is None:
            return
        for how, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            if self._process.poll() is None:
                self._process.send_signal(how)
                wait_until(lambda: self.poll() is not None, seconds)
        self._process = None

    def stop_leftover(self) -> None:
        """End the server processes that a killed Nudge left on this data folder, and forget its lock files."""
        if not self.data.exists():
            return
        for how, seconds in ((signal.SIGINT, 2.0), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 5.0)):
            for pid in self._postmasters() if how != signal.SIGKILL else self.processes():
                send(pid, how)
            if wait_until(lambda: not self.processes(), seconds):
                break
        else:
            raise DatabaseError(f"An earlier database process does not end (process {self.processes()[0]}).")
        for stale in (self.data / "postmaster.pid", *self.run.glob(".s.PGSQL.5432*")):
            stale.unlink(missing_ok=True)

    def processes(self) -> list[int]:
        """The ids of all server processes on this data folder, also after the postmaster's death."""
        title = f"postgres: {self._cluster_name()}: "
        mark = f"cluster_name={self._cluster_name()}"
        return [pid for pid, line in command_lines() if line.startswith(title) or line.endswith(mark)]

    def _postmasters(self) -> list[int]:
        mark = f"cluster_name={self._cluster_name()}"
        return [pid for pid, line in command_lines() if line.endswith(mark)]

    def _cluster_name(self) -> str:
        """Shown in the title of every server process; names the folder itself, whatever path leads to it."""
        folder = self.data.stat()
        return "nudge-" + hashlib.sha256(f"{folder.st_dev}:{folder.st_ino}".encode()).hexdigest()[:16]

    def _is_ready(self) -> bool:
        """The postmaster writes its state into the eighth line of its lock file, as pg_ctl reads it."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _log_file(self) -> Path:
        return self.home / "logs" / "postgres.log"

    def _log(self) -> Path:
        log = self._log_file()
        log.parent.mkdir(mode=0o700, exist_ok=True)
        if log.exists() and log.stat().st_size > _LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        return log
