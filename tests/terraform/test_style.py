"""Form, tflint and checkov."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.lane.programs import ROOT
from tests.terraform import programs

Aloud = Callable[[Callable[[], Path]], Path]
TERRAFORM = ROOT / "terraform"


def test_files_are_formatted(terraform: Path) -> None:
    done = subprocess.run([terraform, "fmt", "-check", "-diff", "-recursive", str(TERRAFORM)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_tflint_finds_nothing(aloud: Aloud) -> None:
    command = [aloud(programs.tflint), "--chdir", str(TERRAFORM), "--config", str(TERRAFORM / ".tflint.hcl"), "--recursive", "--no-color"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
