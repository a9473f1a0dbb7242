"""Dates in full, in the order that readers expect."""

from datetime import UTC, date, datetime

import pytest

from shared.written_dates import is_american, written_day, written_due, written_moment

MOMENT = datetime(2026, 11, 29, 20, 5, tzinfo=UTC)


def test_an_american_reads_the_month_first() -> None:
    assert written_moment(MOMENT, "America/New_York", "en-US") == "Sunday, November 29, 2026 at 3:05 PM"


def test_others_read_the_day_first() -> None:
    assert written_moment(MOMENT, "Europe/Berlin", "en-GB") == "Sunday 29 November 2026 at 21:05"


@pytest.mark.parametrize(("hour", "said"), [(0, "12:00 AM"), (1, "1:00 AM"), (12, "12:00 PM"), (23, "11:00 PM")])
def test_midnight_and_noon(hour: int, said: str) -> None:
    assert written_moment(datetime(2026, 1, 2, hour, tzinfo=UTC), "UTC", "en-US").endswith(said)


def test_an_all_day_task_has_no_time_and_no_zone() -> None:
    task = {"due_at": "2026-11-29", "all_day": True}
    assert written_due(task, "Pacific/Auckland", "de-DE") == "Sunday 29 November 2026"


def test_a_task_without_a_date_says_nothing() -> None:
    assert written_due({"due_at": None, "all_day": False}, "UTC", "en-US") == ""


@pytest.mark.parametrize(
    ("locale", "american"),
    [
        ("en-US", True),
        ("en", True),
        ("en_US", True),
        ("en-Latn-US", True),
        ("en-GB", False),
        ("de", False),
        ("", False),
    ],
)
def test_whose_order_it_is(locale: str, american: bool) -> None:
    assert is_american(locale) is american
    assert written_day(date(2026, 1, 2), locale).startswith("Friday, January" if american else "Friday 2")
