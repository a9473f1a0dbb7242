"""A rule from its first occurrence on, in a zone; and what is refused at its beginning."""

from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import pytest

from shared.due import Due
from shared.errors import Invalid
from shared.recurrence.rrule import parse_rrule
from shared.recurrence.schedule import Schedule, check, first

MONDAY, TUESDAY = datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 9)


def schedule(text: str, anchor: datetime = TUESDAY, **fields: Any) -> Schedule:
    return Schedule(parse_rrule(text), anchor, **{"all_day": False, "zone": "Europe/Berlin", **fields})


def after(plan: Schedule, planned: datetime, number: int = 3) -> list[str]:
    return [str(each.local.date()) for each in islice(plan.after(planned), number)]


def test_the_first_day_is_kept_even_when_the_rule_does_not_name_it() -> None:
    plan = schedule("FREQ=WEEKLY;BYDAY=MO")
    assert after(plan, datetime(2026, 1, 1)) == ["2026-11-24", "2026-11-30", "2026-12-07"]


def test_the_first_day_counts() -> None:
    plan = schedule("FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    assert after(plan, datetime(2026, 1, 1)) == ["2026-11-24", "2026-11-30"]
    assert after(plan, datetime(2026, 11, 30, 9)) == []


def test_what_is_long_past_is_passed_over_without_losing_the_anchor() -> None:
    plan = schedule("FREQ=MONTHLY", datetime(1996, 12, 31, 9))
    assert after(plan, datetime(2027, 1, 31, 9)) == ["2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_count_is_counted_from_the_beginning() -> None:
    plan = schedule("FREQ=DAILY;COUNT=100", datetime(2026, 1, 1, 9))
    assert after(plan, datetime(2026, 4, 8, 9)) == ["2026-04-09", "2026-04-10"]


def test_due_on_the_wall_clock_of_the_zone() -> None:
    plan = schedule("FREQ=MONTHLY")
    assert plan.due(datetime(2027, 6, 1, 9)) == Due(datetime(2027, 6, 1, 7, tzinfo=UTC), "Europe/Berlin")
    all_day = schedule("FREQ=DAILY", datetime(2027, 6, 1), all_day=True)
    assert all_day.due(datetime(2027, 6, 1)) == Due(
        datetime(2027, 5, 31, 22, tzinfo=UTC), "Europe/Berlin", date(2027, 6, 1)
    )


def test_a_time_that_does_not_exist_moves_forward_and_says_so() -> None:
    plan = schedule("FREQ=DAILY", datetime(2027, 3, 27, 2, 30))
    gap, later = islice(plan.after(plan.anchor), 2)
    adjusted = plan.adjustment(gap)
    assert plan.due(gap.local).instant == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert adjusted and adjusted.json() == {"from": "2027-03-28T02:30:00", "to": "2027-03-28T03:30:00"}
    assert plan.adjustment(later) is None
    assert plan.due(later.local).instant == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)


def test_a_time_that_exists_twice_takes_the_first() -> None:
    plan = schedule("FREQ=DAILY", datetime(2027, 10, 30, 2, 30))
    (twice,) = islice(plan.after(plan.anchor), 1)
    assert plan.due(twice.local).instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert plan.adjustment(twice) is None


def test_an_adjusted_day_says_so() -> None:
    plan = schedule("FREQ=MONTHLY", datetime(2027, 1, 31, 9))
    adjusted = plan.adjustment(next(plan.after(plan.anchor)))
    assert adjusted and adjusted.json() == {"from": "2027-02-31", "to": "2027-02-28"}


def test_a_day_whose_midnight_does_not_exist_is_still_that_day() -> None:
    plan = schedule("FREQ=DAILY", datetime(2027, 9, 4), all_day=True, zone="America/Santiago")
    (sunday,) = islice(plan.after(plan.anchor), 1)
    assert plan.due(sunday.local).day == date(2027, 9, 5)
    assert plan.adjustment(sunday) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=DAILY", "2026-11-24"),
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-30"),
        ("FREQ=MONTHLY", "2026-11-24"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-11-30"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2027-02-28"),
    ],
)
def test_without_a_date_it_begins_with_the_first_day_that_the_rule_names(text: str, expected: str) -> None:
    plan = first(parse_rrule(text), date(2026, 11, 24), "Europe/Berlin")
    assert (str(plan.anchor), plan.all_day) == (f"{expected} 00:00:00", True)


def test_an_adjusted_beginning_does_not_move_what_follows() -> None:
    plan = first(parse_rrule("FREQ=MONTHLY;BYMONTHDAY=31"), date(2026, 11, 24), "UTC")
    assert after(plan, plan.anchor) == ["2026-12-31", "2027-01-31", "2027-02-28"]


@pytest.mark.parametrize(
    ("text", "anchor", "said"),
    [
        ("FREQ=DAILY;UNTIL=20261123", TUESDAY, "ends before it begins, on 2026-11-24T09:00"),
        ("FREQ=DAILY;UNTIL=20261124T075959Z", TUESDAY, "ends before it begins"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", TUESDAY, "no day after the first"),
        ("FREQ=YEARLY;INTERVAL=999", TUESDAY, "no day after the first"),
    ],
)
def test_what_can_never_repeat_is_refused(text: str, anchor: datetime, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(schedule(text, anchor))
    assert said in refused.value.detail


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY;UNTIL=20261124", "FREQ=DAILY;COUNT=1", "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO"],
)
def test_what_comes_at_least_once_is_kept(text: str) -> None:
    check(schedule(text))
