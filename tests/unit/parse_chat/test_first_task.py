"""When a conversation has made its first task, and whether help came before."""

from typing import Any
from uuid import uuid4

import pytest

from functions.parse_chat.first_task import helped
from shared.conversations import PAGE, Conversation

MADE = {"operation": "create", "tasks": [{"id": "t"}]}


def said(operation: str, *tasks: str) -> list[dict[str, Any]]:
    return [
        {"role": "user", "text": "…"},
        {"role": "assistant", "text": "…", "operation": operation, "task_ids": list(tasks)},
    ]


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], "no"),
        (said("none"), "no"),
        (said("query", "somebody's"), "no"),
        (said("create"), "no"),  # a question about what to create is no help
        (said("help"), "yes"),
        ([*said("help"), *said("create")], "yes"),
        (said("create", "t"), None),
        ([*said("create", "t"), *said("help")], None),
    ],
)
def test_only_the_first_task_counts_and_help_is_what_was_asked_for(
    earlier: list[dict[str, Any]], expected: str | None
) -> None:
    assert helped(Conversation(uuid4(), len(earlier), last=tuple(earlier)), MADE) == expected


@pytest.mark.parametrize("answer", [{**MADE, "tasks": []}, {**MADE, "operation": "query"}])
def test_an_answer_that_made_nothing_counts_not(answer: dict[str, Any]) -> None:
    assert helped(Conversation(uuid4()), answer) is None


def test_in_a_long_conversation_it_is_not_the_first() -> None:
    assert helped(Conversation(uuid4(), PAGE), MADE) is None
