"""What `nudge doctor` looks at: each finding is well or says what to do."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.client import read_status
from local.cluster import MAJOR, binary
from local.config import LocalSettings
from local.data_folder import NEEDED_BYTES
from local.errors import LocalError
from local.guardian import page_folder
from local.health import ask_function, ask_health
from local.instance import Instance, read_processes, running_instance
from local.language_model import findings as language_model
from local.public_port import reachable_host
from local.secrets_file import access_token, read_secrets, secrets_file
from local.sidecar.secrets import Secrets
from shared import catalogue
from shared.errors import Misconfigured
from shared.mail_route import mail_route

_NODE = (20, 9)
_COMFORTABLE_BYTES = 1024 * 1024 * 1024
_LOOK_AGAIN = "Wait a moment and look again; `nudge logs` tells more."


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `help` says what to do when it is not well, empty when it is."""

    subject: str
    state: str
    help: str = ""

    @property
    def is_well(self) -> bool:
        return not self.help


def examine(settings: LocalSettings) -> Iterator[Finding]:
    """All findings, one after the other."""
    instance = running_instance(settings.home)
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _page,
        lambda: _data_folder(settings.home),
        lambda: _secrets(settings),
        lambda: _database(settings.home),
        lambda: _port(settings, instance),
        lambda: _running(instance),
        lambda: _working(instance),
        lambda: _mail(settings.home),
        lambda: _model(settings.home),
    )
    for check in checks:
        yield from check()


def _python() -> Iterator[Finding]:
    yield Finding("Python", platform.python_version(), "" if sys.version_info >= (3, 11) else "Install Python 3.11.")


def _page() -> Iterator[Finding]:
    if (page_folder() / "index.html").exists():
        yield Finding("Web page", "built")
        return
    version = _node_version()
    if version is None or version < _NODE:
        found = "no Node" if version is None else f"Node {version[0]}.{version[1]}"
        yield Finding("Web page", f"not built, {found}", "Install Node 20.9 or newer, then run `make run`.")
    else:
        yield Finding("Web page", "not built", "Run `make run`, which builds it.")


def _node_version() -> tuple[int, int] | None:
    node = shutil.which("node")
    if node is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout  # noqa: S603 - no shell
    major, _, rest = told.strip().lstrip("v").partition(".")
    minor = rest.partition(".")[0]
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else None


def _data_folder(home: Path) -> Iterator[Finding]:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not home.exists():
        yield Finding("Data folder", f"{home} is made at the first start")
    elif not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("Data folder", f"{home} cannot be used", "Change its owner, or set NUDGE_HOME to another folder.")
    else:
        yield Finding("Data folder", str(home))
    free = shutil.disk_usage(existing).free
    advice = "" if free >= _COMFORTABLE_BYTES else "Free some space, or set NUDGE_HOME to a folder on another disk."
    if free < NEEDED_BYTES:
        advice = f"Nudge needs {NEEDED_BYTES // 2**20} MB to start. {advice}"
    yield Finding("Disk", f"{free / 2**30:.1f} GB free", advice)


def _secrets(settings: LocalSettings) -> Iterator[Finding]:
    try:
        known = read_secrets(settings.home)
    except LocalError as error:
        yield Finding("Secrets", "unusable", str(error))
        return
    file = secrets_file(settings.home)
    if file.exists() and file.stat().st_mode & 0o077:
        yield Finding("Secrets", f"{file} is readable by others", f"chmod 600 {file}")
    if "access-token" in known or access_token(settings.home):
        yield Finding("Access token", "set")
    elif settings.is_loopback:
        yield Finding("Access token", "none, this machine only")
    else:
        yield Finding("Access token", f"none, but NUDGE_HOST={settings.host}", "Set one with `nudge token --new`.")


def _database(home: Path) -> Iterator[Finding]:
    try:
        program = binary("postgres")
    except LocalError as error:
        yield Finding("Postgres", "missing", str(error))
        return
    if not os.access(program, os.X_OK):
        yield Finding("Postgres", f"{program} cannot be run", "Run `make install` again.")
        return
    try:
        version = (home / "postgres" / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        yield Finding("Postgres", f"{MAJOR}, no database yet")
    except OSError as error:
        yield Finding("Postgres", f"its data cannot be read: {error.strerror}", "Start Nudge as the user who owns it.")
    else:
        newer = version.isdigit() and int(version) > MAJOR
        advice = "The data is of a newer Nudge: update Nudge." if newer else ""
        yield Finding("Postgres", f"{MAJOR}, data of version {version}", advice)


def _port(settings: LocalSettings, instance: Instance | None) -> Iterator[Finding]:
    if instance:
        yield Finding("Port", f"{instance.port}, used by Nudge")
        return
    host = reachable_host(settings)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, settings.port))
        except OSError as error:
            taken = "taken by another program" if error.errno == errno.EADDRINUSE else str(error.strerror)
            yield Finding("Port", f"{settings.port} is {taken}", "Choose another one: PORT=8001 nudge up")
        else:
            yield Finding("Port", f"{settings.port} is free")


def _running(instance: Instance | None) -> Iterator[Finding]:
    if instance is None:
        yield Finding("Nudge", "not running; `nudge up` starts it")
        return
    status, report = ask_health(instance.port, instance.host)
    yield Finding("Nudge", f"{instance.url} answers {status or 'nothing'}", "" if status == 200 else _LOOK_AGAIN)
    run = Path(instance.run)
    for name, pid in read_processes(run).items():
        if pid is None:
            yield Finding("Process", f"{name} is being restarted", _LOOK_AGAIN)
    for name in catalogue.load().functions:
        yield _function(name, *ask_function(run / f"{name}.sock"))
    if schema := report.get("schema"):
        yield Finding("Schema", str(schema))


def _working(instance: Instance | None) -> Iterator[Finding]:
    """What people can do right now."""
    told = read_status() if instance else {"capabilities": []}
    for each in told["capabilities"]:
        yield Finding(each["name"].capitalize(), each["message"], "" if each["state"] == "works" else _LOOK_AGAIN)
    if instance and not told["capabilities"]:
        yield Finding("Status", told["message"], _LOOK_AGAIN)


def _function(name: str, status: int, report: dict[str, Any]) -> Finding:
    """What a function says about itself and what it depends on."""
    if status == 200:
        return Finding(name, "ok")
    checks = report.get("checks")
    down = [part for part, state in checks.items() if state != "ok"] if isinstance(checks, dict) else []
    told = f"{report.get('status', 'not well')}: {', '.join(down)}" if down else "does not answer"
    return Finding(name, told, _LOOK_AGAIN)


def _mail(home: Path) -> Iterator[Finding]:
    try:
        known = read_secrets(home)
        url = os.environ.get("NUDGE_SECRET_MAIL_URL") or known.get("mail-url")
        route = mail_route(url, os.environ.get("NUDGE_SECRET_MAIL_FROM") or known.get("mail-from"))
    except Misconfigured as error:
        yield Finding("Mail", "cannot be sent", error.detail)
    except LocalError:
        return
    else:
        yield Finding("Mail", f"by {route.host}" if route else "to the mailbox of this machine (/mailbox)")


def _model(home: Path) -> Iterator[Finding]:
    yield Finding("Language model", *language_model(Secrets(secrets_file(home)).all()))
