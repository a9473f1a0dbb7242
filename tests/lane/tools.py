"""Programs that the lane needs and a machine may lack: what Debian has is installed when that is allowed, else a sentence asks for it."""

import os
import shutil
import subprocess
import sys

from tests.lane.errors import LaneError

_PACKAGES = {"java": "openjdk-17-jre-headless", "mvn": "maven"}
_HELP = {
    "go": "Go is missing: daprd is built with it. Install Go 1.21 or newer (it fetches the version that Dapr wants by itself).",
    "java": "Java is missing: Kafka runs on it. Install Java 17 or newer, on Debian by: apt-get install openjdk-17-jre-headless",
    "mvn": "Maven is missing: Kafka is fetched with it. Install it, on Debian by: apt-get install maven",
}


def need(tool: str) -> None:
    """Raises LaneError when it is not there and cannot be installed. Debian's Go is too old."""
    if shutil.which(tool) is None and tool in _PACKAGES:
        install(_PACKAGES[tool])
    if shutil.which(tool) is None:
        raise LaneError(_HELP[tool])


def install(package: str) -> None:
    """A package of Debian, as root and where there is apt; else nothing happens."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {package} …", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *arguments], check=False, capture_output=True, env=environment)
