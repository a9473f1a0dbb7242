"""`nudge parse`: lines in, lines out."""

import io
import json
from typing import Any

from functions.parse_chat.parse_command import main


def parsed(*lines: str, options: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = main(list(options), io.StringIO("\n".join(lines)), out)
    return code, out.getvalue().splitlines()


def line(**given: Any) -> str:
    return json.dumps({"now": "2026-11-24T10:00:00", "timezone": "Europe/Berlin", **given})


def test_a_line_out_for_each_line_in_and_in_the_same_order() -> None:
    code, lines = parsed(line(text="add milk"), line(text="what are my tasks?"))
    assert code == 0
    assert [json.loads(found)["operation"] for found in lines] == ["create", "query"]


def test_the_fields_of_a_line() -> None:
    _, (found,) = parsed(line(text="Buy milk tomorrow at 5pm"))
    reading = json.loads(found)
    assert reading.keys() == {"operation", "confidence", "data", "clarification", "notice"}
    assert reading["data"]["due_at"] == "2026-11-25T17:00:00+01:00"


def test_the_locale_is_used() -> None:
    _, lines = parsed(line(text="add x 12/3", locale="en-US"), line(text="add x 12/3", locale="en-GB"))
    assert [json.loads(found)["data"]["due_at"] for found in lines] == ["2026-12-03", "2027-03-12"]


def test_a_line_that_cannot_be_read_is_named_and_the_others_are_done() -> None:
    code, lines = parsed(
        "no json", line(text="add milk", timezone="Mars"), line(text="add milk", now="soon"), line(text="add milk")
    )
    assert code == 1
    assert ["error" in json.loads(found) for found in lines] == [True, True, True, False]


def test_explain_shows_spans_and_rules() -> None:
    _, lines = parsed(line(text="Buy milk tomorrow #home"), options=("--explain",))
    text = "\n".join(lines)
    assert "“tomorrow”" in text and "“#home”" in text
