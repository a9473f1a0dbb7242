"""Messages that name several tasks, and those that only look so."""

from datetime import datetime
from typing import Any

import pytest

from functions.parse_chat.language.engine import read

NOW = datetime(2026, 11, 24, 10, 0)
"""A Tuesday."""


def named(text: str) -> list[dict[str, Any]]:
    data = read(text, NOW, "UTC").data
    return [dict(data), *data.get("more", [])]


def dues(text: str) -> list[tuple[str, str | None]]:
    return [(each["title"], each["due_at"]) for each in named(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "call mom tomorrow at 5 and pay rent on friday",
            [("call mom", "2026-11-25T17:00:00+00:00"), ("pay rent", "2026-11-27")],
        ),
        (
            "remind me to water the lawn tomorrow and to sign the lease on friday",
            [("water the lawn", "2026-11-25"), ("sign the lease", "2026-11-27")],
        ),
        (
            "pick up the kids at 3pm, call the bank at 4pm, and print the form tomorrow",
            [
                ("pick up the kids", "2026-11-24T15:00:00+00:00"),
                ("call the bank", "2026-11-24T16:00:00+00:00"),
                ("print the form", "2026-11-25"),
            ],
        ),
        ("add fold the laundry; add sweep the porch", [("fold the laundry", None), ("sweep the porch", None)]),
        (
            "create three tasks: stamps, email Ron on friday and the blue folder",
            [("stamps", None), ("email Ron", "2026-11-27"), ("the blue folder", None)],
        ),
        ("- order cake\n- invite Jo tomorrow", [("order cake", None), ("invite Jo", "2026-11-25")]),
        ("1. order cake\n2. invite Jo tomorrow", [("order cake", None), ("invite Jo", "2026-11-25")]),
    ],
)
def test_several_tasks_have_their_own_dates(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dues(text) == expected


def test_what_stands_once_at_the_end_of_a_list_is_meant_for_all_of_it() -> None:
    found = named("sweep the porch, fold the laundry and feed the cat tomorrow #home")
    assert [(each["title"], each["due_at"], each["tags"]) for each in found] == [
        (title, "2026-11-25", ["home"]) for title in ("sweep the porch", "fold the laundry", "feed the cat")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "buy milk and call mom tomorrow",
        "call mom tomorrow and ask about dinner",
        "remind me to wash the car and walk the dog",
        "buy milk, eggs, and bread",
        "add salt and pepper to my shopping list",
        'add "fix it, paint it and sell it"',
        "Remind me to call John. His number is 555 1234",
    ],
)
def test_an_and_alone_divides_nothing(text: str) -> None:
    assert len(named(text)) == 1


def test_the_one_that_needs_a_question_is_asked_about() -> None:
    reading = read("add fold the laundry; remind me to call bob yesterday", NOW, "UTC")
    assert reading.clarification is not None and reading.data["title"] == "call bob"
    assert [each["title"] for each in reading.data["more"]] == ["fold the laundry"]


def test_spans_count_in_the_whole_message() -> None:
    text = "call mom tomorrow at 5 and pay rent on friday"
    spans = {span.field: text[span.start : span.end] for span in read(text, NOW, "UTC").spans}
    assert "tomorrow at 5" in spans["due_at"]
