"""What comes when an occurrence is done: early, in time, late, very late."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.recurrence.rrule import parse_rrule
from shared.recurrence.schedule import Schedule
from shared.recurrence.upcoming import Upcoming, upcoming

WEEKLY = Schedule(parse_rrule("FREQ=WEEKLY"), datetime(2026, 11, 2, 9), False, "Europe/Berlin")
DAILY = Schedule(parse_rrule("FREQ=DAILY"), datetime(2026, 11, 2), True, "Europe/Berlin")


def berlin(month: int, day: int, hour: int = 12, minute: int = 0, year: int = 2026) -> datetime:
    """An instant, given in Berlin's winter time."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def shown(found: Upcoming) -> tuple[list[str], str | None, int]:
    missed = [str(each.local.date()) for each in found.missed]
    return missed, str(found.next.local.date()) if found.next else None, found.dropped


def test_completed_early_the_next_one_after_the_planned_date() -> None:
    assert shown(upcoming(WEEKLY, datetime(2026, 11, 30, 9), berlin(11, 24))) == ([], "2026-12-07", 0)


def test_completed_in_time_the_next_one() -> None:
    assert shown(upcoming(WEEKLY, datetime(2026, 11, 23, 9), berlin(11, 24))) == ([], "2026-11-30", 0)


def test_completed_late_all_that_were_missed_and_the_next_one() -> None:
    found = upcoming(WEEKLY, datetime(2026, 11, 2, 9), berlin(11, 24))
    assert shown(found) == (["2026-11-09", "2026-11-16", "2026-11-23"], "2026-11-30", 0)


def test_the_moment_itself_is_missed_and_the_minute_before_is_not() -> None:
    planned = datetime(2026, 11, 2, 9)
    assert shown(upcoming(WEEKLY, planned, berlin(11, 9, 9))) == (["2026-11-09"], "2026-11-16", 0)
    assert shown(upcoming(WEEKLY, planned, berlin(11, 9, 8, 59))) == ([], "2026-11-09", 0)


def test_an_all_day_task_is_not_missed_before_its_day_is_over() -> None:
    planned = datetime(2026, 11, 23)
    assert shown(upcoming(DAILY, planned, berlin(11, 24, 23, 59))) == ([], "2026-11-24", 0)
    assert shown(upcoming(DAILY, planned, berlin(11, 25, 0, 0))) == (["2026-11-24"], "2026-11-25", 0)


def test_the_horizon_is_one_year_and_what_lies_behind_it_is_counted() -> None:
    plan = Schedule(parse_rrule("FREQ=MONTHLY"), datetime(2024, 1, 24, 9), False, "Europe/Berlin")
    missed, following, dropped = shown(upcoming(plan, plan.anchor, berlin(11, 24)))
    assert (missed[0], missed[-1], len(missed)) == ("2025-11-24", "2026-11-24", 13)
    assert (following, dropped) == ("2026-12-24", 21)
    assert shown(upcoming(plan, plan.anchor, berlin(11, 25)))[0][0] == "2025-12-24"


def test_the_horizon_of_a_leap_day() -> None:
    plan = Schedule(parse_rrule("FREQ=DAILY"), datetime(2026, 1, 1, 9), False, "UTC")
    found = upcoming(plan, plan.anchor, datetime(2028, 2, 29, 9, tzinfo=UTC))
    assert str(found.missed[0].local) == "2027-02-28 09:00:00"


def test_the_cap_drops_the_oldest_and_counts_them() -> None:
    found = upcoming(WEEKLY, datetime(2026, 11, 2, 9), berlin(11, 24), cap=2)
    assert shown(found) == (["2026-11-16", "2026-11-23"], "2026-11-30", 1)


def test_a_series_that_has_ended_by_its_rule_gives_nothing_more() -> None:
    for end in ("COUNT=2", "UNTIL=20261109"):
        plan = Schedule(parse_rrule(f"FREQ=WEEKLY;{end}"), datetime(2026, 11, 2, 9), False, "Europe/Berlin")
        assert shown(upcoming(plan, datetime(2026, 11, 9, 9), berlin(11, 9))) == ([], None, 0)
        assert shown(upcoming(plan, datetime(2026, 11, 2, 9), berlin(11, 24))) == (["2026-11-09"], None, 0)


def test_what_was_made_already_is_not_made_again() -> None:
    planned = datetime(2026, 11, 2, 9)
    assert shown(upcoming(WEEKLY, planned, berlin(11, 24), datetime(2026, 11, 9, 9))) == ([], None, 0)
    assert shown(upcoming(WEEKLY, planned, berlin(11, 24), datetime(2026, 11, 23, 9))) == (
        ["2026-11-09", "2026-11-16"],
        None,
        0,
    )


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=DAILY;COUNT=9"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)),
    st.integers(-500, 4000),
    st.booleans(),
)
def test_it_never_gives_more_than_a_year_and_always_ends(rule: str, anchor: Any, passed: int, all_day: bool) -> None:
    start = anchor.replace(hour=0, minute=0, second=0, microsecond=0) if all_day else anchor
    plan = Schedule(parse_rrule(rule), start, all_day, "America/New_York")
    done = anchor.replace(tzinfo=UTC) + timedelta(days=passed)
    found = upcoming(plan, start, done)
    assert len(found.missed) <= 367
    assert all(plan.due(each.local).instant <= done for each in found.missed)
    moments = [each.local for each in [*found.missed, *([found.next] if found.next else [])]]
    assert moments == sorted(set(moments))
    assert found.next is not None or "COUNT" in rule
