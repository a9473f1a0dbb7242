"""Form, tflint and checkov."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.charts.programs import checkov as judge
from tests.lane.programs import ROOT
from tests.terraform import programs

Aloud = Callable[[Callable[[], Path]], Path]
TERRAFORM = ROOT / "terraform"


def test_files_are_formatted(terraform: Path) -> None:
    done = subprocess.run(
        [str(terraform), "fmt", "-check", "-diff", "-recursive", str(TERRAFORM)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_tflint_finds_nothing(aloud: Aloud) -> None:
    command = [
        str(aloud(programs.tflint)),
        "--chdir",
        str(TERRAFORM),
        "--config",
        str(TERRAFORM / ".tflint.hcl"),
        "--recursive",
        "--no-color",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def checkov(aloud: Aloud) -> Callable[[Path], dict[str, set[str]]]:
    """Runs checkov on a folder: each check that failed, with the resources that it failed for."""
    program = aloud(judge)

    def checked(folder: Path) -> dict[str, set[str]]:
        command = [
            str(program),
            "-d",
            str(folder),
            "--config-file",
            str(TERRAFORM / ".checkov.yaml"),
            "-o",
            "json",
            "--soft-fail",
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert said["summary"]["passed"] > 0 and said["summary"]["parsing_errors"] == 0
        found: dict[str, set[str]] = {}
        for each in said["results"]["failed_checks"]:
            found.setdefault(each["check_id"], set()).add(each["resource"])
        return found

    return checked


def test_checkov_finds_nothing(checkov: Callable[[Path], dict[str, set[str]]]) -> None:
    assert checkov(TERRAFORM) == {}


def test_checkov_finds_what_is_planted(checkov: Callable[[Path], dict[str, set[str]]], tmp_path: Path) -> None:
    """In single modules, which takes seconds."""
    for module in ("database/aws", "network/aws"):
        shutil.copytree(TERRAFORM / "modules" / module, tmp_path / module)
    _replace(tmp_path / "database/aws/main.tf", "publicly_accessible    = false", "publicly_accessible    = true")
    _replace(tmp_path / "database/aws/main.tf", "storage_encrypted     = true", "storage_encrypted     = false")
    _replace(tmp_path / "network/aws/main.tf", "map_public_ip_on_launch = false", "map_public_ip_on_launch = true")
    assert {"CKV_AWS_17", "CKV_AWS_16", "CKV_AWS_130"} <= checkov(tmp_path).keys()


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
