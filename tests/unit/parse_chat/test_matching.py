"""Finding the task that is meant: safe before clever."""

import pytest

from functions.parse_chat.matching import match, slip

TASKS = [{"title": title} for title in ("buy milk", "Buy the almond milk", "Call Mom", "submit report", "walk dog")]


def titles(*names: str) -> list[str]:
    return [str(task["title"]) for task in match(names, TASKS).found]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Buy Milk", ["buy milk"]),
        ("the walk dog", ["walk dog"]),
        ("call", ["Call Mom"]),
        ("milk", ["buy milk", "Buy the almond milk"]),
        ("almond", ["Buy the almond milk"]),
        ("my mom", ["Call Mom"]),
        ("rent", []),
        ("submt report", []),
    ],
)
def test_words_case_and_articles(name: str, found: list[str]) -> None:
    assert titles(name) == found


def test_the_fullest_name_is_tried_first() -> None:
    assert titles("rent on friday", "walk dog") == ["walk dog"]


def test_a_slip_of_the_finger_is_offered_and_not_chosen() -> None:
    result = match(["submt report"], TASKS)
    assert result.found == () and [t["title"] for t in result.near] == ["submit report"]


@pytest.mark.parametrize(("one", "two"), [("milk", "mikl"), ("milk", "milks"), ("report", "rport"), ("walk", "wolk")])
def test_slips(one: str, two: str) -> None:
    assert slip(one, two) and slip(two, one)


@pytest.mark.parametrize(("one", "two"), [("milk", "milk"), ("cat", "car"), ("report", "sport")])
def test_no_slips(one: str, two: str) -> None:
    assert not slip(one, two)
