"""When a task is due (design §5): instants in UTC, meant in a zone, wall-clock times that survive daylight-saving changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.due import Due, end_of, from_wall_clock, parse_due, zone
from shared.errors import Invalid

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "timezone", "told"),
    [
        ("2026-11-29T15:00:00Z", None, "2026-11-29T15:00:00Z"),
        ("2026-11-29T15:00:00+01:00", BERLIN, "2026-11-29T14:00:00Z"),
        ("2026-11-29T15:00", BERLIN, "2026-11-29T14:00:00Z"),
        ("2026-11-29T15:00:00.250Z", None, "2026-11-29T15:00:00.250Z"),
        ("2026-11-29", BERLIN, "2026-11-29"),
        ("2026-11-29", None, "2026-11-29"),
        ("2026-11-29 15:00", BERLIN, "2026-11-29T14:00:00Z"),
    ],
)
def test_forms_of_a_due_date_and_how_they_are_told(text: str, timezone: str | None, told: str) -> None:
    assert parse_due(text, timezone).text() == told


def test_a_bare_date_is_all_day_and_starts_at_the_local_midnight() -> None:
    due = parse_due("2026-11-29", BERLIN)
    assert due == Due(datetime(2026, 11, 28, 23, tzinfo=UTC), BERLIN, date(2026, 11, 29))


def test_an_instant_with_an_offset_remembers_the_zone_beside_it() -> None:
    assert parse_due("2026-11-29T15:00:00Z", BERLIN).zone == BERLIN
    assert parse_due("2026-11-29T15:00:00Z", None).zone == "UTC"


def test_a_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    # On 28 March 2027 clocks in Berlin jump from 2:00 to 3:00.
    local = parse_due("2027-03-28T02:30", BERLIN).instant.astimezone(ZoneInfo(BERLIN))
    assert (local.hour, local.minute) == (3, 30)


def test_of_a_time_that_exists_twice_the_first_is_taken() -> None:
    # On 25 October 2026 clocks in Berlin go back from 3:00 (UTC+2) to 2:00 (UTC+1).
    assert parse_due("2026-10-25T02:30", BERLIN).instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_whose_midnight_does_not_exist_begins_when_the_day_begins() -> None:
    # Clocks in Beirut jump at midnight of 29 March 2026 to 1:00.
    due = parse_due("2026-03-29", "Asia/Beirut")
    local = due.instant.astimezone(ZoneInfo("Asia/Beirut"))
    assert (local.date(), local.hour) == (date(2026, 3, 29), 1)
    assert due.text() == "2026-03-29"


@pytest.mark.parametrize(("day", "hours"), [("2027-03-28", 23), ("2026-10-25", 25), ("2026-11-29", 24)])
def test_an_all_day_task_is_overdue_after_its_local_day(day: str, hours: int) -> None:
    due = parse_due(day, BERLIN)
    assert end_of(due) - due.instant == timedelta(hours=hours)


def test_a_timed_task_is_overdue_from_its_time_on() -> None:
    due = parse_due("2026-11-29T15:00:00Z", None)
    assert end_of(due) == due.instant


@pytest.mark.parametrize(
    ("text", "timezone"),
    [
        ("tomorrow at 5", None),
        ("2026-02-30", None),
        ("2026-13-01T10:00:00Z", None),
        ("2026-11-29T25:00:00Z", None),
        ("2026-11-29T15:00", None),
        ("1899-12-31", None),
        ("3000-01-01", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2026-11-29\0", None),
        ("٢٠٢٦-١١-٢٩", None),
        ("2026-11-29T15:00", "Mars/Olympus"),
    ],
)
def test_what_is_no_due_date_is_refused_with_the_field_named(text: str, timezone: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        parse_due(text, timezone)
    assert refused.value.errors[0].field in ("due_at", "timezone")
    assert refused.value.status == 422


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_first_and_the_last_day_work_in_every_zone(day: str, name: str) -> None:
    due = parse_due(day, name)
    assert due.text() == day
    assert end_of(due) > due.instant


@pytest.mark.parametrize(
    "name", ["", "Europe", "../../etc/passwd", "/etc/localtime", "x" * 5000, "Europe/Berlin\0", "Ü"]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        zone(name)


zones = st.sampled_from(
    [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC"]
)
wall_clock = st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31))


@given(wall_clock, zones)
def test_a_wall_clock_time_that_exists_is_kept_by_its_zone(moment: datetime, name: str) -> None:
    place = ZoneInfo(name)
    instant = from_wall_clock(moment, place)
    local = instant.astimezone(place).replace(tzinfo=None, fold=0)
    assert local == moment or timedelta(0) < local - moment <= timedelta(hours=1)


@given(wall_clock, zones)
def test_what_is_told_reads_back_as_the_same_instant(moment: datetime, name: str) -> None:
    due = parse_due(moment.replace(microsecond=0).isoformat(), name)
    assert parse_due(due.text(), name) == due
