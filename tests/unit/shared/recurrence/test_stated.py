"""`recurrence` as people and programs give it: complete when kept, refused when it contradicts itself."""

from datetime import date
from typing import Any

import pytest

from shared.errors import Invalid
from shared.recurrence.rule import WORKING_DAYS, Rule
from shared.recurrence.stated import normalised, rule_of


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"pattern": "daily"}, Rule("DAILY")),
        ({"pattern": "weekly", "interval": 2}, Rule("WEEKLY", 2)),
        ({"pattern": "weekdays"}, Rule("WEEKLY", weekdays=WORKING_DAYS)),
        ({"pattern": "weekdays", "rrule": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"}, Rule("DAILY", weekdays=WORKING_DAYS)),
        ({"pattern": "monthly", "count": 3}, Rule("MONTHLY", count=3)),
        ({"pattern": "yearly", "until": "2030-12-31"}, Rule("YEARLY", until=date(2030, 12, 31))),
        ({"pattern": "custom", "rrule": "FREQ=DAILY;INTERVAL=10"}, Rule("DAILY", 10)),
    ],
)
def test_the_rule_of_a_recurrence(given: dict[str, Any], rule: Rule) -> None:
    assert rule_of(given) == rule


def test_a_recurrence_is_kept_complete() -> None:
    assert normalised({"pattern": "weekdays"}) == {
        "pattern": "weekdays", "interval": 1, "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }  # fmt: skip
    assert normalised({"pattern": "custom", "rrule": "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101"}) == {
        "pattern": "custom", "interval": 2, "rrule": "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270101", "until": "2027-01-01",
    }  # fmt: skip
    assert (
        normalised({"pattern": "daily", "rrule": "FREQ=DAILY;UNTIL=20270101T080000Z"})["until"]
        == "2027-01-01T08:00:00Z"
    )
    assert normalised({"pattern": "daily", "count": 5})["rrule"] == "FREQ=DAILY;COUNT=5"


@pytest.mark.parametrize(
    "given",
    [
        {"pattern": "weekly", "interval": 2, "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "count": 5},
        {"pattern": "weekly", "interval": 1, "rrule": "FREQ=WEEKLY;UNTIL=20270101", "until": "2027-01-01"},
    ],
)
def test_what_is_complete_stays_as_it_was_given(given: dict[str, Any]) -> None:
    assert normalised(given) == given
    assert normalised(normalised(given)) == given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pattern": "weekly", "rrule": "FREQ=DAILY"}, "said to be weekly"),
        ({"pattern": "weekdays", "rrule": "FREQ=WEEKLY;BYDAY=SA"}, "said to be weekdays"),
        ({"pattern": "weekdays", "interval": 2}, "take custom"),
        ({"pattern": "custom"}, "needs its rrule"),
        ({"pattern": "daily", "interval": 2, "rrule": "FREQ=DAILY"}, "interval 2, but 1"),
        ({"pattern": "daily", "rrule": "FREQ=DAILY;COUNT=2", "count": 3}, "count 3, but 2"),
        ({"pattern": "daily", "rrule": "FREQ=DAILY;UNTIL=20270101", "until": "2027-01-02"}, "ends on 2027-01-02, but on 2027-01-01"),
        ({"pattern": "daily", "until": "2027-01-02", "count": 3}, "only one of them"),
        ({"pattern": "daily", "rrule": "FREQ=DAILY;COUNT=2", "until": "2027-01-02"}, "only one of them"),
        ({"pattern": "custom", "rrule": "FREQ=HOURLY"}, "more than once a day"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalised(given)
    assert said in refused.value.detail
