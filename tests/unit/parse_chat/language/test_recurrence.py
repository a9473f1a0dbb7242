"""Repetition in words."""

from datetime import datetime

import pytest

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Reading

NOW = datetime(2026, 11, 24, 10, 0)


def reading(words: str) -> Reading:
    return read(f"add water the plants {words}", NOW, "UTC")


@pytest.mark.parametrize(
    ("words", "pattern", "rule"),
    [
        ("every day", "daily", "FREQ=DAILY"),
        ("every week", "weekly", "FREQ=WEEKLY"),
        ("every weekday", "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("on mondays and thursdays 10 times", "weekly", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10"),
        ("every mon wed and fri", "weekly", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("saturdays through tuesdays", "weekly", "FREQ=WEEKLY;BYDAY=MO,TU,SA,SU"),
        ("every other friday", "custom", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every 3 days", "custom", "FREQ=DAILY;INTERVAL=3"),
        ("every second week", "custom", "FREQ=WEEKLY;INTERVAL=2"),
        ("on the 1st of every month", "monthly", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("at the end of every month", "monthly", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("the 4th of every 3rd month", "custom", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=4"),
        ("every march 3rd", "yearly", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
        ("every day until june", "daily", "FREQ=DAILY;UNTIL=20270531"),
        ("every thursday for the next three weeks", "weekly", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261215"),
        ("mornings at 9am", "daily", "FREQ=DAILY"),
        ("on a monthly basis", "monthly", "FREQ=MONTHLY"),
        ("on alternate days", "custom", "FREQ=DAILY;INTERVAL=2"),
        ("alternate wednesdays", "custom", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("sunday every week", "weekly", "FREQ=WEEKLY;BYDAY=SU"),
        ("on tue and sat every week", "weekly", "FREQ=WEEKLY;BYDAY=TU,SA"),
        ("thursday every other week", "custom", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("every day monday through friday", "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("weeknights", "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every end of the month", "monthly", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every christmas eve", "yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"),
    ],
)
def test_rules_in_scope(words: str, pattern: str, rule: str) -> None:
    found = reading(words)
    assert found.data["recurrence"] is not None
    assert (found.data["recurrence"]["pattern"], found.data["recurrence"]["rrule"]) == (pattern, rule)
    assert found.data["title"] == "water the plants"


@pytest.mark.parametrize(
    "words",
    [
        "every 2nd Tuesday", "hourly", "every 30 minutes", "twice a day", "first monday of every month", "daily except on weekends",
        "every day at 8am and 8pm", "on the 1st and 15th of every month", "every two weekends", "every last friday",
        "every easter", "every morning and evening", "on the 3rd and 18th of the month", "every last day of the quarter",
        "several times a week", "a couple of times a month", "every march and september",
    ],
)  # fmt: skip
def test_rules_out_of_scope_are_named_and_not_stored(words: str) -> None:
    found = reading(words)
    assert found.data["recurrence"] is None
    assert found.notice and "nearest I can do" in found.notice


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("every monday at 9", "2026-11-30T09:00:00+00:00"),
        ("every day at 9", "2026-11-25T09:00:00+00:00"),
        ("every day at noon", "2026-11-24T12:00:00+00:00"),
        ("on the 5th of every month", "2026-12-05"),
        ("daily starting march 3rd", "2027-03-03"),
        ("every week on sunday", "2026-11-29"),
    ],
)
def test_the_first_occurrence_is_the_due_date(words: str, first: str) -> None:
    assert reading(words).data["due_at"] == first


@pytest.mark.parametrize("words", ["and write monthly report", "for the daily planet", "and the weekly shop"])
def test_an_adverb_before_a_noun_belongs_to_the_title(words: str) -> None:
    assert reading(words).data["recurrence"] is None


def test_a_daily_thing_is_not_a_repetition() -> None:
    assert read("add write the daily standup notes", NOW, "UTC").data["recurrence"] is None
