"""RRULE text: what is supported is read, all else is refused by name."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.recurrence.rrule import parse_rrule
from shared.recurrence.rule import Rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY", Rule("DAILY")),
        ("freq=daily;interval=3", Rule("DAILY", 3)),
        ("FREQ=WEEKLY;BYDAY=TH,MO,TH", Rule("WEEKLY", weekdays=(0, 3))),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", Rule("WEEKLY", 2, week_start=6)),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Rule("DAILY", weekdays=(0, 1, 2, 3, 4))),
        ("FREQ=MONTHLY;BYMONTHDAY=31", Rule("MONTHLY", month_day=31)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Rule("MONTHLY", month_day=-1)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", Rule("YEARLY", month=2, month_day=29)),
        ("FREQ=DAILY;COUNT=9999", Rule("DAILY", count=9999)),
        ("FREQ=DAILY;UNTIL=20261231", Rule("DAILY", until=date(2026, 12, 31))),
        ("FREQ=DAILY;UNTIL=20261231T170000", Rule("DAILY", until=datetime(2026, 12, 31, 17))),
        ("FREQ=DAILY;UNTIL=20261231T170000Z", Rule("DAILY", until=datetime(2026, 12, 31, 17, tzinfo=UTC))),
    ],
)
def test_supported_rules(text: str, rule: Rule) -> None:
    assert parse_rrule(text) == rule
    assert parse_rrule(rule.text) == rule


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "written like"),
        ("DAILY", "written like"),
        ("FREQ=DAILY;", "written like"),
        ("FREQ=", "written like"),
        ("INTERVAL=2", "needs FREQ"),
        ("FREQ=FORTNIGHTLY", "needs FREQ"),
        ("FREQ=HOURLY", "more than once a day"),
        ("FREQ=MINUTELY;INTERVAL=5", "more than once a day"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ twice"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 999 as INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "from 1 to 999 as INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1000", "from 1 to 999 as INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1.5", "from 1 to 999 as INTERVAL"),
        ("FREQ=DAILY;INTERVAL=٣", "from 1 to 999 as INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "from 1 to 9999 as COUNT"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "both COUNT and UNTIL"),
        ("FREQ=DAILY;UNTIL=20270230", "as UNTIL"),
        ("FREQ=DAILY;UNTIL=2027-01-01", "as UNTIL"),
        ("FREQ=DAILY;UNTIL=20270101T250000Z", "as UNTIL"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS, which is not supported"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR, which is not supported"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO, which is not supported"),
        ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY, which is not supported"),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", "RSCALE, which is not supported"),
        ("DTSTART=20260101;FREQ=DAILY", "DTSTART, which is not supported"),
        ("FREQ=MONTHLY;BYDAY=1MO", "by its place in the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "by its place in the month"),
        ("FREQ=WEEKLY;BYDAY=XX", "none of MO"),
        ("FREQ=WEEKLY;BYDAY=MO,", "none of MO"),
        ("FREQ=WEEKLY;WKST=9", "none of MO"),
        ("FREQ=MONTHLY;BYDAY=MO", "weekdays within a month"),
        ("FREQ=YEARLY;BYDAY=MO", "weekdays within a month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "several days of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "from 1 to 31, or -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "from 1 to 31, or -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "from 1 to 31, or -1"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "only with MONTHLY or YEARLY"),
        ("FREQ=DAILY;BYMONTHDAY=1", "only with MONTHLY or YEARLY"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "no month"),
        ("FREQ=YEARLY;BYMONTH=1,3", "several months"),
        ("FREQ=YEARLY;BYMONTH=13", "from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTH=1", "only with YEARLY"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "never comes"),
    ],
)
def test_what_is_refused_and_how_it_is_said(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_rrule(text)
    assert said in refused.value.detail
    assert [error.field for error in refused.value.errors] == ["recurrence"]


@given(st.text(alphabet="FREQ=DAILYWKMOTUHS;BNCOU0123456789,-+TZ", max_size=60))
def test_any_text_is_a_rule_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        rule = parse_rrule(text)
    except Invalid as error:
        assert error.detail.startswith("The repetition ")
    else:
        assert parse_rrule(rule.text) == rule
