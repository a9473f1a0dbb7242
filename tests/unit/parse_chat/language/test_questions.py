"""Questions about tasks: whether something is done, and questions that only sound like it."""

from datetime import datetime

import pytest

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.structured import validated


def said(text: str) -> Reading:
    return read(text, datetime(2026, 11, 24, 10, 0), "UTC")


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("is the garage sale flyer done", "garage sale flyer"),
        ("are the tax papers filed yet?", "tax papers"),
        ("has the application been submitted", "application"),
        ("was the cake ordered already", "cake"),
        ("have I watered the ferns", "ferns"),
        ("did i already vacuum the stairs?", "stairs"),
        ("did we pay the plumber yet", "plumber"),
    ],
)
def test_whether_something_is_done_is_a_question_for_the_list(text: str, sought: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["filters"]) == ("query", {"status": "all", "q": sought, "asks": "done"})


def test_the_contract_of_structured_answers_knows_the_question_for_a_state() -> None:
    text = "is the garage sale flyer done"
    assert validated(said(text).as_structured(), text)


@pytest.mark.parametrize(
    "text",
    [
        "did i get a raise", "have i earned enough miles", "has my luggage been returned", "did we win the raffle", "is it done raining",
        "what is a checklist app", "how do i write a calendar", "who made you", "what does agenda mean", "any bakeries around here",
        "vintage shops near me", "change your accent to scottish", "talk a bit slower", "my sink is leaking how do i fix it",
        "i want to call you max", "dinner was cold tonight",
    ],
)  # fmt: skip
def test_questions_and_remarks_that_no_task_can_answer(text: str) -> None:
    assert said(text).operation == "none"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what did I finish today?", ("2026-11-24", "2026-11-24")),
        ("What did I do yesterday", ("2026-11-23", "2026-11-23")),
        ("which tasks did I accomplish this week?", ("2026-11-23", "2026-11-29")),
    ],
)
def test_what_was_done_is_asked_of_completed_tasks(text: str, days: tuple[str, str]) -> None:
    reading = said(text)
    asked = {"status": "completed", "completed_from": days[0], "completed_to": days[1]}
    assert (reading.operation, reading.data["filters"]) == ("query", asked)


def test_what_is_still_to_be_done_is_not_asked_of_completed_tasks() -> None:
    assert said("what do I need to finish today?").data["filters"]["status"] == "active"


@pytest.mark.parametrize("text", ["open my chore list", "what do i need from the market", "tell me what i need to buy"])
def test_looks_at_the_list(text: str) -> None:
    assert said(text).operation == "query"


@pytest.mark.parametrize(
    "text",
    [
        "what needs to be done",
        "what's still open",
        "what haven't i finished",
        "any meetings today",
        "get my tasks",
        "what's on for today",
    ],
)
def test_short_questions_about_what_is_to_be_done(text: str) -> None:
    assert said(text).operation == "query"
