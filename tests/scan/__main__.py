"""`python -m tests.scan`: pip-audit, npm audit and gitleaks, all of them, also when the first finds something."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.charts.programs import program
from tests.lane.errors import LaneError
from tests.lane.programs import ROOT, cache, run

_PIP_AUDIT = "2.9.0"


def _pip_audit() -> Path:
    folder = cache() / f"pip-audit-{_PIP_AUDIT}"
    if not (folder / ".ready").exists():
        run("Making an environment for pip-audit", [sys.executable, "-m", "venv", str(folder)], ROOT, {})
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", f"pip-audit=={_PIP_AUDIT}"]
        run("Installing pip-audit", install, ROOT, {})
        (folder / ".ready").touch()
    return folder / "bin" / "pip-audit"


def _npm() -> str:
    found = shutil.which("npm")
    if found is None:
        raise LaneError("npm is missing: the packages of the page are audited with it. Install Node 20.9 or newer.")
    return found


def main() -> int:
    try:
        looks = {
            # A package that the index knows nothing about was not audited: that is no success.
            "Python packages": [_pip_audit(), "--strict", "--disable-pip", "--no-deps", "-r", "requirements/image.txt"],
            "packages of the page": [_npm(), "--prefix", "web", "audit", "--audit-level=high"],
            "secrets in the history": [program("gitleaks"), "git", "--no-banner", "--redact", "."],
        }
    except LaneError as error:
        print(error, file=sys.stderr)
        return 1
    failed = [what for what, command in looks.items() if subprocess.run(command, cwd=ROOT, timeout=900).returncode]
    for what in failed:
        print(f"Found something, or could not look: {what}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
