"""Prometheus' own promtool: on the PATH, named by PROMTOOL, or taken out of Debian's package without installing that."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nudge" / "promtool"
_MISSING = (
    "promtool is missing, and these tests mean nothing without it. Install it (Debian and Ubuntu: apt-get install prometheus), "
    "or name it by PROMTOOL=/path/to/promtool."
)


def promtool() -> str:
    """Where it is; fails the test when it cannot be had, as a rule that nobody checked may not fire."""
    found = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if found:
        return found
    if not _KEPT.exists():
        _fetch()
    return str(_KEPT)


def _fetch() -> None:
    """From the package that apt knows; about 20 MB, kept for the next time."""
    if not shutil.which("apt-get"):
        pytest.fail(_MISSING)
    _KEPT.parent.mkdir(parents=True, exist_ok=True)
    folder = _KEPT.parent / f"promtool-{os.getpid()}"
    folder.mkdir()
    try:
        if not _downloaded(folder) and os.geteuid() == 0:
            _run(folder, "apt-get", "update", "-qq")
            _downloaded(folder)
        package = next(folder.glob("prometheus_*.deb"), None)
        if package is None or not _run(folder, "dpkg-deb", "-x", str(package), "."):
            pytest.fail(_MISSING)
        (folder / "usr" / "bin" / "promtool").replace(_KEPT)
    finally:
        shutil.rmtree(folder)


def _downloaded(folder: Path) -> bool:
    return _run(folder, "apt-get", "download", "-qq", "prometheus")


def _run(folder: Path, *command: str) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=150).returncode == 0
