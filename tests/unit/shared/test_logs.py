"""Log lines: JSON, one a line, with timestamp, level, message, function and correlation id."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest

from shared import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    stream = io.StringIO()
    logs.configure("INFO", logging.StreamHandler(stream))
    yield stream
    root.handlers = before
    root.setLevel(level)


def test_what_a_line_holds(lines: io.StringIO) -> None:
    logs.correlation_id.set("c-1")
    logs.function_name.set("create-task")
    logging.getLogger("shared.http").info("request", extra={"status": 201})
    line = json.loads(lines.getvalue())
    assert datetime.fromisoformat(line.pop("timestamp")).tzinfo is not None
    assert line == {
        "level": "INFO", "logger": "shared.http", "function": "create-task", "message": "request",
        "correlation_id": "c-1", "status": 201,
    }  # fmt: skip


def test_an_event_says_its_own_correlation_id(lines: io.StringIO) -> None:
    logs.correlation_id.set("of the delivery")
    logging.getLogger("x").warning("event failed", extra={"correlation_id": "of the event"})
    assert json.loads(lines.getvalue())["correlation_id"] == "of the event"


def test_text_cannot_forge_a_second_line(lines: io.StringIO) -> None:
    logging.getLogger("x").info('title\n{"level": "ERROR"}\x1b[2J')
    assert lines.getvalue().count("\n") == 1
    assert "\x1b" not in lines.getvalue()


def test_lines_below_the_level_are_left_out(lines: io.StringIO) -> None:
    logging.getLogger("x").debug("nothing")
    assert lines.getvalue() == ""
