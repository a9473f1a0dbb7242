"""Which reminders one message names, and its subject."""

from datetime import UTC, datetime
from uuid import UUID

from functions.send_notification.digest import Entry, digest

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def entries(*titles: str) -> list[Entry]:
    return [Entry(UUID(int=n), UUID(int=n), title, "") for n, title in enumerate(titles)]


def subject(*titles: str) -> str:
    return digest(UUID(int=0), NOW, entries(*titles)).subject


def test_one_is_named() -> None:
    assert subject("Call mom") == "Reminder: Call mom"


def test_two_are_named() -> None:
    assert subject("Call mom", "Pay rent") == "2 reminders: Call mom and Pay rent"


def test_of_many_two_are_named_and_all_are_counted() -> None:
    assert subject(*["Call mom", "Pay rent"], *["x"] * 998) == "1000 reminders: Call mom, Pay rent and 998 more"


def test_ten_are_listed_and_the_rest_is_counted() -> None:
    made = digest(UUID(int=0), NOW, entries(*[f"Task {n}" for n in range(13)]))
    assert [entry.title for entry in made.listed] == [f"Task {n}" for n in range(10)]
    assert made.more == 3


def test_a_long_title_is_shortened_in_the_subject_alone() -> None:
    long = "A very long title " * 20
    made = digest(UUID(int=0), NOW, entries(long))
    assert len(made.subject) < 120
    assert made.listed[0].title == long
