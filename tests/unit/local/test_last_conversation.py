"""What a terminal said a short while ago is what its next message may be about; nothing else is."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from local.last_conversation import GOES_ON_SECONDS, keep_conversation, last_conversation

_FILE = "terminals.json"


def test_the_last_one_of_this_terminal_is_known(tmp_path: Path) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    keep_conversation(tmp_path, first)
    keep_conversation(tmp_path, second)
    assert last_conversation(tmp_path) == second
    assert [each.name for each in tmp_path.iterdir()] == [_FILE]


def test_another_terminal_begins_anew_and_takes_nothing_away(tmp_path: Path) -> None:
    mine, other = str(uuid.uuid4()), str(uuid.uuid4())
    keep_conversation(tmp_path, mine)
    program = (
        "import sys; from pathlib import Path; from local.last_conversation import *; home = Path(sys.argv[1]); "
        "print(last_conversation(home)); keep_conversation(home, sys.argv[2]); print(last_conversation(home))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, tmp_path, other],
        start_new_session=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["None", other]
    assert last_conversation(tmp_path) == mine


def test_what_was_said_long_ago_is_over(tmp_path: Path) -> None:
    then = time.time() - GOES_ON_SECONDS - 1
    (tmp_path / _FILE).write_text(json.dumps({str(os.getsid(0)): [str(uuid.uuid4()), then]}))
    assert last_conversation(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "null", "{", '{"1": 2}', '{"%s": ["../x", 9e9]}'])
def test_a_file_that_is_not_ours_is_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / _FILE).write_text(content.replace("%s", str(os.getsid(0))))
    assert last_conversation(tmp_path) is None
    known = str(uuid.uuid4())
    keep_conversation(tmp_path, known)
    assert last_conversation(tmp_path) == known


def test_where_nothing_can_be_written_a_message_is_answered_all_the_same(tmp_path: Path) -> None:
    keep_conversation(tmp_path / "missing", str(uuid.uuid4()))
    assert last_conversation(tmp_path / "missing") is None
