"""Times that move along with a person: the wall clock stays (design §5)."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.settings.zone_move import moved
from shared.due import Due, parse_due
from shared.task import Task
from tests.unit.shared.tasks import NOW, task

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def dated(due: str, **fields: Any) -> Task:
    return task(due=parse_due(due, BERLIN), **fields)


def test_a_time_keeps_its_place_on_the_wall() -> None:
    after = moved(dated("2026-11-29T15:00:00"), BERLIN, NEW_YORK, NOW)
    assert after is not None
    assert after.due == Due(datetime(2026, 11, 29, 20, tzinfo=UTC), NEW_YORK)
    assert (after.version, after.updates, after.updated_at) == (2, 2, NOW)


def test_a_whole_day_stays_the_same_day() -> None:
    after = moved(dated("2026-11-29"), BERLIN, NEW_YORK, NOW)
    assert after is not None
    assert after.due == parse_due("2026-11-29", NEW_YORK)


def test_what_is_past_stays_where_it_was() -> None:
    assert moved(dated("2026-11-24T09:59:59"), BERLIN, NEW_YORK, NOW) is None
    assert moved(dated("2026-11-23"), BERLIN, NEW_YORK, NOW) is None
    assert moved(dated("2026-11-24"), BERLIN, NEW_YORK, NOW) is not None, "today is not over"


def test_reminders_with_a_time_of_their_own_move_too() -> None:
    given = (
        {"lead_minutes": 60},
        {"at": "2026-11-29T09:00:00+01:00", "method": "email"},
        {"at": "2026-11-29T09:00:00"},
        {"at": "2026-11-29"},
        {"at": "2026-11-20T09:00:00Z"},
    )
    after = moved(task(reminders=given), BERLIN, NEW_YORK, NOW)
    assert after is not None
    assert after.reminders == (given[0], {"at": "2026-11-29T14:00:00Z", "method": "email"}, *given[2:])


def test_a_time_that_does_not_exist_there_moves_forward_and_of_two_the_first_is_taken() -> None:
    gap = moved(dated("2027-03-14T02:30:00"), BERLIN, NEW_YORK, NOW)
    twice = moved(dated("2027-11-07T01:30:00"), BERLIN, NEW_YORK, NOW)
    assert gap is not None and gap.due is not None and twice is not None and twice.due is not None
    assert gap.due.instant == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    assert twice.due.instant == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_a_task_without_anything_to_come_is_left_alone() -> None:
    assert moved(task(), BERLIN, NEW_YORK, NOW) is None
    assert moved(task(reminders=({"at": "2026-11-20T09:00:00Z"},)), BERLIN, NEW_YORK, NOW) is None


@pytest.mark.parametrize("place", [NEW_YORK, "Asia/Tokyo", "Asia/Kathmandu", "UTC"])
@given(st.datetimes(datetime(2026, 11, 26), datetime(2028, 12, 31)).map(lambda each: each.replace(microsecond=0)))
def test_there_and_back_again_is_the_same_time(place: str, local: datetime) -> None:
    wall = local.replace(tzinfo=ZoneInfo(BERLIN))
    before = task(due=parse_due(wall.isoformat(), BERLIN))
    there = moved(before, BERLIN, place, NOW)
    assert there is not None and there.due is not None
    on_the_wall = there.due.instant.astimezone(ZoneInfo(place)).replace(tzinfo=None)
    back = moved(there, place, BERLIN, NOW)
    assert back is not None and back.due is not None
    exists = parse_due(local.isoformat(), place).instant.astimezone(ZoneInfo(place)).replace(tzinfo=None) == local
    real = wall.astimezone(UTC).astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None)
    if exists and real == local:
        assert on_the_wall == local
        assert back.due.instant.astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None) == local
