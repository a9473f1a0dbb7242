"""Which reminders a task wants, and when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.preferences import Preferences
from shared.reminders.plan import Planned, in_words, planned

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
USUAL = Preferences(timezone="Europe/Berlin")


def task(due_at: str | None = None, **fields: Any) -> dict[str, Any]:
    given = {"status": "active", "due_at": due_at, "due_zone": "UTC" if due_at else None, "reminders": []}
    return given | {"all_day": bool(due_at and len(due_at) == 10)} | fields


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def times(
    given: dict[str, Any], preferences: Preferences = USUAL, reference: datetime = NOW
) -> list[tuple[str, datetime | None]]:
    return [(each.entry, each.trigger_time) for each in planned(given, preferences, reference)]


def leads(*minutes: int) -> list[dict[str, Any]]:
    return [{"lead_minutes": each} for each in minutes]


def test_by_default_at_the_due_time() -> None:
    assert times(task("2026-11-24T15:00:00Z")) == [("lead:0", at("2026-11-24T15:00Z"))]


def test_the_tasks_own_reminders_take_the_place_of_the_default_ones() -> None:
    wanted = task("2026-11-24T15:00:00Z", reminders=leads(60, 10))
    assert times(wanted) == [("lead:60", at("2026-11-24T14:00Z")), ("lead:10", at("2026-11-24T14:50Z"))]


def test_none_by_default_when_the_settings_say_so() -> None:
    assert times(task("2026-11-24T15:00:00Z"), Preferences(default_lead_minutes=[])) == []


@pytest.mark.parametrize("status", ["completed", "trashed"])
def test_what_is_done_or_in_the_trash_wants_none(status: str) -> None:
    assert times(task("2026-11-24T15:00:00Z", status=status, reminders=leads(5))) == []


def test_a_task_without_a_date_has_only_reminders_with_a_time_of_their_own() -> None:
    assert times(task()) == []
    assert times(task(reminders=leads(5))) == []
    own = task(reminders=[{"at": "2026-11-25T07:00:00+01:00"}])
    assert times(own) == [("at:2026-11-25T06:00:00Z", at("2026-11-25T06:00Z"))]


def test_a_local_time_of_its_own_is_meant_in_the_tasks_zone_else_in_the_settings() -> None:
    dated = task("2026-11-26T15:00:00Z", due_zone="America/New_York", reminders=[{"at": "2026-11-25T07:00:00"}])
    assert times(dated)[0][1] == at("2026-11-25T12:00Z")
    assert times(task(reminders=[{"at": "2026-11-25T07:00:00"}]))[0][1] == at("2026-11-25T06:00Z")
    assert times(task(reminders=[{"at": "2026-11-25"}]))[0][1] == at("2026-11-25T08:00Z")


def test_all_day_tasks_remind_at_the_preferred_hour_of_their_zone() -> None:
    wanted = task("2026-11-26", due_zone="Asia/Tokyo", reminders=leads(0, 1440))
    assert times(wanted, Preferences(all_day_hour=8)) == [
        ("lead:1440", at("2026-11-24T23:00Z")),
        ("lead:0", at("2026-11-25T23:00Z")),
    ]


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_day_before_an_all_day_task_is_the_same_hour_across_a_change_of_clocks(day: str) -> None:
    (wanted,) = planned(task(day, due_zone="Europe/Berlin", reminders=leads(1440)), USUAL, NOW)
    local = wanted.named.astimezone(ZoneInfo("Europe/Berlin"))
    assert (local.hour, local.date() + timedelta(days=1)) == (9, datetime.fromisoformat(day).date())


def test_a_leap_day_and_a_year_end_are_days_like_any_other() -> None:
    assert times(task("2028-02-29", reminders=leads(1440))) == [("lead:1440", at("2028-02-28T09:00Z"))]
    assert times(task("2028-03-01T09:00:00Z", reminders=leads(1440))) == [("lead:1440", at("2028-02-29T09:00Z"))]
    assert times(task("2027-03-01T09:00:00Z", reminders=leads(1440))) == [("lead:1440", at("2027-02-28T09:00Z"))]
    assert times(task("2027-01-01", reminders=leads(60, 10080))) == [
        ("lead:10080", at("2026-12-25T09:00Z")),
        ("lead:60", at("2027-01-01T08:00Z")),
    ]
    assert times(task("2027-01-01T00:00:00Z", reminders=leads(1))) == [("lead:1", at("2026-12-31T23:59Z"))]


def test_a_time_that_has_passed_comes_at_once_while_the_task_is_not_due() -> None:
    assert times(task("2026-11-24T09:30:00Z", reminders=leads(60))) == [("lead:60", NOW)]


def test_of_several_that_have_passed_only_the_nearest_comes_at_once() -> None:
    wanted = task("2026-11-24T09:30:00Z", reminders=leads(1440, 60, 10))
    assert times(wanted) == [("lead:1440", None), ("lead:60", NOW), ("lead:10", at("2026-11-24T09:20Z"))]


def test_for_a_task_that_was_due_nothing_is_made() -> None:
    assert times(task("2026-11-24T08:59:59Z", reminders=leads(0, 60))) == [("lead:60", None), ("lead:0", None)]


def test_a_reminder_asked_for_on_the_day_itself_comes_at_once_but_the_default_one_does_not() -> None:
    assert times(task("2026-11-24", reminders=leads(0)), reference=at("2026-11-24T10:00Z")) == [
        ("lead:0", at("2026-11-24T10:00Z"))
    ]
    assert times(task("2026-11-24"), reference=at("2026-11-24T10:00Z")) == [("lead:0", None)]
    assert times(task("2026-11-23", reminders=leads(0))) == [("lead:0", None)]


def test_what_came_at_once_counts_for_its_entry_until_the_task_is_due() -> None:
    (wanted,) = planned(task("2026-11-24T09:30:00Z", reminders=leads(60)), USUAL, NOW)
    assert (wanted.named, wanted.until) == (at("2026-11-24T08:30Z"), at("2026-11-24T09:30Z"))


def test_two_that_name_the_same_moment_are_one() -> None:
    wanted = task("2026-11-24T15:00:00Z", reminders=[*leads(0, 0), {"at": "2026-11-24T15:00:00Z", "method": "email"}])
    assert times(wanted) == [("lead:0", at("2026-11-24T15:00Z"))]


def test_the_method_is_the_reminders_own_else_the_first_that_the_settings_allow() -> None:
    wanted = task("2026-11-24T15:00:00Z", reminders=[*leads(5), {"lead_minutes": 9, "method": "push"}])
    methods = [each.method for each in planned(wanted, Preferences(delivery_methods=["in-app", "email"]), NOW)]
    assert methods == ["push", "email"]
    assert [each.method for each in planned(wanted, Preferences(delivery_methods=["in-app"]), NOW)] == [
        "push",
        "in-app",
    ]


@given(
    st.lists(st.integers(0, 50_000), max_size=5, unique=True),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.booleans(),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
)
def test_nothing_is_planned_before_it_is_asked_for_nor_before_its_time(
    minutes: list[int], due: datetime, all_day: bool, zone: str, reference: datetime
) -> None:
    now = reference.replace(tzinfo=UTC)
    text = due.date().isoformat() if all_day else due.isoformat(timespec="seconds") + "Z"
    found = planned(task(text, due_zone=zone, reminders=leads(*minutes)), USUAL, now)
    assert sorted(each.entry for each in found) == sorted(f"lead:{each}" for each in minutes or [0])
    for each in found:
        assert each.trigger_time is None or (
            each.trigger_time >= max(now, each.named) and each.until >= each.trigger_time
        )
    assert sum(1 for each in found if each.trigger_time == now and each.named < now) <= 1


def test_the_plan_does_not_depend_on_when_it_is_made_while_all_lies_ahead() -> None:
    wanted = task("2026-11-24T15:00:00Z", reminders=leads(60, 0))
    earlier: tuple[Planned, ...] = planned(wanted, USUAL, NOW - timedelta(days=300))
    assert planned(wanted, USUAL, NOW) == earlier


@pytest.mark.parametrize(
    ("entry", "words"),
    [("lead:0", "at the due time"), ("lead:1", "1 minute before"), ("lead:90", "90 minutes before"), ("lead:120", "2 hours before"),
     ("lead:1440", "1 day before"), ("lead:20160", "2 weeks before"), ("at:2026-11-24T15:00:00Z", "at a set time"),
     ("snooze:01900000-0000-7000-8000-000000000001", "snoozed")],
)  # fmt: skip
def test_entries_in_words(entry: str, words: str) -> None:
    assert in_words(entry) == words
