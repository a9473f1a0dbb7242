"""Fetches and builds what no package of Python brings: daprd through Go, Kafka through Maven. Kept outside the repository, by content."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lane.errors import LaneError
from tests.lane.tools import need

ROOT = Path(__file__).resolve().parents[2]
_DAPRD = ROOT / "dapr" / "daprd"
_KAFKA = ROOT / "tests" / "lane" / "kafka.pom.xml"
_DAPR = "1.18.2"
_VERSIONS = f"-X github.com/dapr/dapr/pkg/buildinfo.version={_DAPR} -X github.com/dapr/kit/logger.DaprVersion={_DAPR}"
_REPORT_EVERY = 15.0


@dataclass(frozen=True)
class Programs:
    daprd: Path
    kafka: Path
    """Folder of Kafka's jars."""


def cache() -> Path:
    """XDG Base Directory Specification: $XDG_CACHE_HOME, ~/.cache without it."""
    base = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "nudge"


def programs() -> Programs:
    """Builds what is not there yet, saying so, and returns where it is. Raises LaneError when a tool is missing."""
    need("java")
    return Programs(_daprd(), _kafka())


def _daprd() -> Path:
    sources = [*sorted(_DAPRD.glob("*.go")), _DAPRD / "go.mod", _DAPRD / "go.sum"]
    target = cache() / "bin" / f"daprd-{_DAPR}-{digest(sources)}"
    if not target.exists():
        need("go")
        new = target.with_suffix(f".{os.getpid()}")
        command = ["go", "build", "-trimpath", "-ldflags", f"-s -w {_VERSIONS}", "-o", str(new), "."]
        run(f"Building daprd {_DAPR} (about ten minutes the first time)", command, _DAPRD, {"CGO_ENABLED": "0"})
        new.replace(target)
    return target


def _kafka() -> Path:
    target = cache() / f"kafka-{digest([_KAFKA])}"
    if not target.exists():
        need("mvn")
        new = target.with_suffix(f".{os.getpid()}")
        command = ["mvn", "-q", "-B", "-f", str(_KAFKA), "dependency:copy-dependencies", "-DincludeScope=runtime"]
        run("Fetching Kafka", [*command, f"-DoutputDirectory={new}"], ROOT, {})
        new.replace(target)
    return target


def digest(files: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


def run(what: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Runs a long command and says every now and then that it still does; its words are shown when it fails."""
    log = cache() / "build.log"
    (cache() / "bin").mkdir(parents=True, exist_ok=True)
    started = told = time.monotonic()
    print(f"{what} …", file=sys.stderr, flush=True)
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | environment, stdout=out, stderr=out)
        while process.poll() is None:
            time.sleep(0.2)
            if time.monotonic() - told > _REPORT_EVERY:
                told = time.monotonic()
                print(f"{what} … {told - started:.0f} s", file=sys.stderr, flush=True)
    if process.returncode != 0:
        raise LaneError(f"{what} failed:\n{log.read_text('utf-8', 'replace')[-3000:]}")
    print(f"{what}: done in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
