"""Reminders from one occurrence to another, and what a series' tasks are made of."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.due import Due
from shared.recurrence.series import Series, begin, placed, repeating, wall_clock
from shared.recurrence.template import moved, on_the_wall, template_from
from tests.unit.shared.tasks import NOW, task

ID = UUID("01900000-0000-7000-8000-000000000002")
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("at", "instant", "wall"),
    [
        ("2027-03-25T20:00:00Z", "2027-04-01T19:00:00Z", "2027-04-01T21:00:00"),
        ("2027-03-25T21:00:00+01:00", "2027-04-01T19:00:00Z", "2027-04-01T21:00:00"),
        ("2027-03-25T21:00", "2027-04-01T19:00:00Z", "2027-04-01T21:00:00"),
        ("2027-03-21T02:30:00", "2027-03-28T01:30:00Z", "2027-03-28T02:30:00"),
        ("2027-03-25", "2027-04-01", "2027-04-01"),
    ],
)
def test_an_absolute_reminder_keeps_its_wall_clock_time(at: str, instant: str, wall: str) -> None:
    given = ({"at": at, "method": "email"},)
    assert moved(given, WEEK, "Europe/Berlin") == ({"at": instant, "method": "email"},)
    assert on_the_wall(given, WEEK, "Europe/Berlin") == ({"at": wall, "method": "email"},)


def test_a_lead_time_stays() -> None:
    assert moved(({"lead_minutes": 60},), WEEK, "UTC") == ({"lead_minutes": 60},)


def series(**fields: Any) -> Series:
    due = Due(datetime(2026, 11, 24, 16, tzinfo=UTC), "Europe/Berlin")
    first = task(
        due=due, tags=("a", "b"), priority="high", description="words", reminders=({"lead_minutes": 5},), **fields
    )
    return begin(ID, first, {"pattern": "weekly"}, "UTC", NOW)


def test_the_zone_is_that_of_the_due_date() -> None:
    begun = series()
    assert (begun.anchor, begun.zone, begun.all_day) == (datetime(2026, 11, 24, 17), "Europe/Berlin", False)


def test_a_task_of_a_series_has_all_that_the_first_had() -> None:
    begun = series()
    made = begun.task(next(begun.schedule.after(begun.anchor)), ID, NOW)
    assert (made.title, made.description, made.priority, made.tags, made.reminders) == (
        "Buy milk", "words", "high", ("a", "b"), ({"lead_minutes": 5},),
    )  # fmt: skip
    assert made.due == Due(datetime(2026, 12, 1, 16, tzinfo=UTC), "Europe/Berlin")
    assert (made.series_id, made.recurrence, made.version) == (
        ID,
        {"pattern": "weekly", "interval": 1, "rrule": "FREQ=WEEKLY"},
        1,
    )


def test_a_template_comes_back_from_json_as_it_was() -> None:
    begun = series()
    stored = {**begun.template.json(), "tags": ["a", "b"], "reminders": [{"lead_minutes": 5}]}
    assert template_from(stored) == begun.template


def test_the_first_task_gets_the_first_day() -> None:
    begun = begin(ID, task(), {"pattern": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO"}, "Europe/Berlin", NOW)
    first = repeating(task(), begun)
    assert first.due is not None
    assert (str(first.due.day), first.due.zone, first.series_id) == ("2026-11-30", "Europe/Berlin", ID)
    assert wall_clock(first.due) == datetime(2026, 11, 30)


def test_today_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert placed({"pattern": "daily"}, None, "Asia/Tokyo", late).anchor == datetime(2026, 11, 25)
    assert placed({"pattern": "daily"}, None, "America/Lima", late).anchor == datetime(2026, 11, 24)
