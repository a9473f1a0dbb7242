import io
import json
import logging
from pathlib import Path

from local.log_files import KEPT, LogFile, rotate


def test_a_small_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "nudge.log"
    file.write_text("line\n")
    rotate(file, limit=100)
    assert file.read_text() == "line\n"


def test_the_last_few_are_kept_in_order(tmp_path: Path) -> None:
    file = tmp_path / "nudge.log"
    for number in range(KEPT + 3):
        file.write_text(f"{number} " * 10)
        rotate(file, limit=5)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"nudge.log.{number}" for number in range(1, KEPT + 1)]
    assert [(tmp_path / name).read_text()[0] for name in names] == ["5", "4", "3"]


def test_lines_after_a_rotation_go_to_the_new_file_and_all_to_the_echo(tmp_path: Path) -> None:
    file, echo = tmp_path / "logs" / "nudge.log", io.StringIO()
    handler = LogFile(file, echo)
    handler.setFormatter(logging.Formatter('{"message": "%(message)s"}'))
    log = logging.Logger("test")
    log.addHandler(handler)
    log.warning("before")
    rotate(file, limit=1)
    log.warning("after")
    handler.close()
    assert json.loads(file.read_text()) == {"message": "after"}
    assert json.loads(file.with_name("nudge.log.1").read_text()) == {"message": "before"}
    assert echo.getvalue() == '{"message": "before"}\n{"message": "after"}\n'
