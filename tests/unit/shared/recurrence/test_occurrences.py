"""The moments of rules: by example where they differ from RFC 5545, by python-dateutil as oracle where they agree."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from shared.due import from_wall_clock
from shared.recurrence.occurrences import Occurrence, occurrences, period_of, walk
from shared.recurrence.rrule import parse_rrule
from shared.recurrence.rule import Rule

BERLIN = ZoneInfo("Europe/Berlin")


def taken(text: str, start: datetime, number: int, zone: ZoneInfo = BERLIN) -> list[Occurrence]:
    return list(islice(occurrences(parse_rrule(text), start, zone), number))


def days(text: str, start: str, number: int) -> list[str]:
    return [str(each.local.date()) for each in taken(text, datetime.fromisoformat(f"{start}T09:00"), number)]


def test_month_end_keeps_the_anchor_day() -> None:
    assert days("FREQ=MONTHLY", "2027-01-31", 5) == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
    ]
    assert days("FREQ=MONTHLY", "2028-01-30", 3) == ["2028-01-30", "2028-02-29", "2028-03-30"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=31", "2026-11-24", 3) == ["2026-11-30", "2026-12-31", "2027-01-31"]


def test_each_adjustment_says_which_day_was_meant() -> None:
    found = taken("FREQ=MONTHLY", datetime(2027, 1, 31), 3)
    assert [each.missing for each in found] == [None, "2027-02-31", None]


def test_leap_day_yearly_is_the_28th_in_other_years() -> None:
    assert days("FREQ=YEARLY", "2024-02-29", 5) == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-24", 2) == ["2027-02-28", "2028-02-29"]


def test_no_leap_day_in_a_century_that_400_does_not_divide() -> None:
    assert days("FREQ=YEARLY;INTERVAL=4", "2096-02-29", 3) == ["2096-02-29", "2100-02-28", "2104-02-29"]


def test_the_last_day_of_the_month_is_no_adjustment() -> None:
    found = taken("FREQ=MONTHLY;BYMONTHDAY=-1", datetime(2028, 1, 15, 9), 3)
    assert [(str(each.local.date()), each.missing) for each in found] == [
        ("2028-01-31", None), ("2028-02-29", None), ("2028-03-31", None),
    ]  # fmt: skip


def test_year_ends() -> None:
    assert days("FREQ=DAILY", "2026-12-30", 3) == ["2026-12-30", "2026-12-31", "2027-01-01"]
    assert days("FREQ=WEEKLY;BYDAY=TH,FR", "2026-12-31", 3) == ["2026-12-31", "2027-01-01", "2027-01-07"]
    assert days("FREQ=MONTHLY", "2026-12-31", 3) == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-12-21", 2) == ["2026-12-21", "2027-01-04"]


def test_every_other_week_counts_weeks_from_monday_unless_told() -> None:
    # RFC 5545 §3.3.10 explains WKST by this very pair.
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "1997-08-05", 4) == [
        "1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24",
    ]  # fmt: skip
    assert days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", 4) == [
        "1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31",
    ]  # fmt: skip


def test_a_rule_ends_with_its_count_or_its_last_day() -> None:
    assert days("FREQ=DAILY;COUNT=2", "2026-11-24", 9) == ["2026-11-24", "2026-11-25"]
    assert days("FREQ=DAILY;UNTIL=20261125", "2026-11-24", 9) == ["2026-11-24", "2026-11-25"]
    assert days("FREQ=DAILY;UNTIL=20261125T085959", "2026-11-24", 9) == ["2026-11-24"]


def test_an_end_in_utc_is_compared_as_an_instant() -> None:
    for end, number in (("080000Z", 2), ("075959Z", 1)):
        assert len(taken(f"FREQ=DAILY;UNTIL=20261125T{end}", datetime(2026, 11, 24, 9), 9)) == number


def test_everything_ends_with_the_year_2999() -> None:
    for text in ("FREQ=DAILY;INTERVAL=99", "FREQ=WEEKLY;INTERVAL=9", "FREQ=MONTHLY;INTERVAL=9", "FREQ=YEARLY"):
        *_, last = occurrences(parse_rrule(text), datetime(2990, 1, 1, 9))
        assert last.local.year in (2998, 2999)


STARTS = st.datetimes(datetime(1990, 1, 1), datetime(2120, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
EARLY = STARTS.map(lambda moment: moment.replace(day=min(moment.day, 28)))
WEEKDAYS = st.lists(st.integers(0, 6), max_size=7).map(lambda found: tuple(sorted(set(found))))


@st.composite
def rules(draw: Any) -> Rule:
    """Rules on which RFC 5545 and we agree, save for days that a month does not have."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    fields: dict[str, Any] = {"interval": draw(st.integers(1, 30)), "week_start": draw(st.sampled_from([0, 6]))}
    if frequency == "WEEKLY" or (frequency == "DAILY" and fields["interval"] % 7):
        fields["weekdays"] = draw(WEEKDAYS)
    elif frequency == "YEARLY":
        fields["month"] = draw(st.one_of(st.none(), st.integers(1, 12)))
    if frequency == "MONTHLY" or fields.get("month"):
        fields["month_day"] = draw(st.one_of(st.none(), st.integers(1, 28), st.just(-1)))
    fields["count"] = draw(st.one_of(st.none(), st.integers(1, 15)))
    return Rule(frequency, **fields)


def oracle(rule: Rule, start: datetime) -> Iterator[datetime]:
    return iter(rrulestr(rule.text, dtstart=start))


@given(rules(), EARLY)
def test_it_agrees_with_dateutil_on_days_that_every_month_has(rule: Rule, start: datetime) -> None:
    got = [each.local for each in islice(occurrences(rule, start), 12)]
    assert got == list(islice(oracle(rule, start), 12))


@given(rules(), STARTS)
def test_without_its_adjusted_days_every_rule_is_that_of_dateutil(rule: Rule, start: datetime) -> None:
    endless = Rule(rule.frequency, rule.interval, rule.weekdays, rule.month_day, rule.month, week_start=rule.week_start)
    got = [each.local for each in islice(occurrences(endless, start), 60) if not each.missing]
    assert got == list(islice(oracle(endless, start), len(got)))


@given(rules(), EARLY, st.integers(0, 4000))
def test_it_agrees_with_dateutil_on_the_last_day(rule: Rule, start: datetime, length: int) -> None:
    last = start + timedelta(days=length)
    bounded = Rule(
        rule.frequency, rule.interval, rule.weekdays, rule.month_day, rule.month, until=last, week_start=rule.week_start
    )
    got = [each.local for each in islice(occurrences(bounded, start), 40)]
    assert got == list(islice(oracle(bounded, start), 40))


@given(rules(), STARTS)
def test_they_rise_keep_the_time_of_day_and_name_no_day_twice(rule: Rule, start: datetime) -> None:
    found = [each.local for each in islice(occurrences(rule, start), 30)]
    assert all(earlier.date() < later.date() for earlier, later in pairwise(found))
    assert all(each >= start and each.time() == start.time() for each in found)


@given(st.sampled_from(["MONTHLY", "YEARLY"]), st.integers(1, 30), STARTS)
def test_the_day_of_the_month_is_the_anchors_or_the_last(frequency: Any, interval: int, start: datetime) -> None:
    for each in islice(occurrences(Rule(frequency, interval), start), 40):
        tomorrow = each.local + timedelta(days=1)
        assert each.local.day == start.day or (each.local.day < start.day and tomorrow.day == 1 and each.missing)


@given(rules(), STARTS, st.integers(-400, 40_000))
def test_beginning_later_misses_nothing(rule: Rule, start: datetime, passed: int) -> None:
    moment = start + timedelta(days=passed)
    endless = Rule(rule.frequency, rule.interval, rule.weekdays, rule.month_day, rule.month, week_start=rule.week_start)
    later = (each for each in occurrences(endless, start) if each.local > moment)
    sooner = (each for each in walk(endless, start, BERLIN, period_of(endless, start, moment)) if each.local > moment)
    assert list(islice(sooner, 3)) == list(islice(later, 3))


def changes_of_clocks() -> list[tuple[str, datetime, timedelta, timedelta]]:
    """(zone, instant, offset before, offset after) of every change of a clock in 2026 to 2028, by bisection of hours."""
    found = []
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        day, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
        while day < end:
            following = day + timedelta(days=1)
            before, after = offset(day, zone), offset(following, zone)
            if before != after:
                quarters = (day + timedelta(minutes=15 * n) for n in range(97))
                instant = next(each for each in quarters if offset(each, zone) == after)
                found.append((name, instant, before, after))
            day = following
    return found


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    found = instant.astimezone(zone).utcoffset()
    assert found is not None
    return found


def test_the_wall_clock_is_kept_across_every_change_of_clocks_of_2026_to_2028() -> None:
    changes = changes_of_clocks()
    assert len({name for name, *_ in changes}) > 100
    for name, instant, before, after in changes:
        zone, width = ZoneInfo(name), abs(after - before)
        # The middle of the hour that is missing or comes twice, on the wall clock.
        middle = (instant + min(before, after) + width / 2).replace(tzinfo=None)
        for moment in (middle, datetime.combine(middle.date(), datetime.min.time()), middle.replace(hour=17, minute=0)):
            found = [each.local for each in islice(occurrences(Rule("DAILY"), moment - timedelta(days=2), zone), 5)]
            assert [each.time() for each in found] == [moment.time()] * 5
            shown = [from_wall_clock(each, zone).astimezone(zone).replace(tzinfo=None) for each in found]
            for local, seen in zip(found, shown, strict=True):
                missing = after > before and instant + before <= local.replace(tzinfo=UTC) < instant + after
                assert seen == (local + width if missing else local), (name, local)
            twice = from_wall_clock(middle, zone)
            assert after > before or twice < instant, f"{name}: of two the first is taken"


@pytest.mark.parametrize("until", [date(2026, 11, 23), datetime(2026, 11, 24, 8, 59)])
def test_a_rule_that_is_over_names_nothing(until: date) -> None:
    assert list(occurrences(Rule("DAILY", until=until), datetime(2026, 11, 24, 9))) == []
