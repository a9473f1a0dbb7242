"""Tests of modules with mocked clouds, by terraform test: */tests/*.tftest.hcl."""

import re
from collections.abc import Callable

import pytest

from tests.lane.programs import ROOT
from tests.terraform.workspace import Workspace

TESTED = sorted(file.parents[1].relative_to(ROOT / "terraform") for file in (ROOT / "terraform").rglob("*.tftest.hcl"))


@pytest.mark.parametrize("module", [str(each) for each in TESTED])
def test_a_module_keeps_its_promises(module: str, copy: Callable[..., Workspace]) -> None:
    here = copy()
    assert here.init(module).code == 0
    done = here.run(module, "test")
    assert done.code == 0, done.said
    passed = re.search(r"(\d+) passed, 0 failed", done.said)
    assert passed and int(passed.group(1)) > 0
