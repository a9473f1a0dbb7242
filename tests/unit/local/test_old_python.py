import runpy
import sys
from pathlib import Path

import pytest

import local


def test_an_old_python_gets_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert local.__file__ is not None
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(Path(local.__file__)))
    assert stop.value.code == "Nudge needs Python 3.11 or newer; this is Python 3.9."
