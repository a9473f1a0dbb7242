"""actionlint reads the workflows."""

import subprocess
from pathlib import Path

import pytest

from tests.charts.programs import program
from tests.lane.programs import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def _lint(workflow: Path) -> subprocess.CompletedProcess[str]:
    # Without shellcheck and pyflakes, which are there on one machine and not on the next.
    command = [program("actionlint"), "-shellcheck=", "-pyflakes=", workflow]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_is_sound(workflow: Path) -> None:
    done = _lint(workflow)
    assert done.returncode == 0, done.stdout


def test_a_job_that_waits_for_nobody_is_caught(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(
        "on: push\njobs:\n  one:\n    needs: missing\n    runs-on: ubuntu-24.04\n    steps: [{run: ls}]\n"
    )
    assert "missing" in _lint(broken).stdout


def test_an_expression_that_strangers_can_write_into_is_caught(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    title = "${{ github.event.pull_request.title }}"
    broken.write_text(
        f"on: pull_request\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps: [{{run: 'echo {title}'}}]\n"
    )
    assert "untrusted" in _lint(broken).stdout
