"""`nudge occurrences`: lines in, lines out, and a bad line spoils no other."""

import io
import json
from typing import Any

import pytest

from local.cli import main
from local.commands.occurrences import answers


def asked(**line: Any) -> dict[str, Any]:
    (found,) = answers([json.dumps(line)])
    return found


def test_local_moments_and_the_same_in_utc() -> None:
    assert asked(dtstart="2027-03-27T02:30:00", rrule="FREQ=DAILY", tz="Europe/Berlin", count=3) == {
        "occurrences": ["2027-03-27T02:30:00", "2027-03-28T02:30:00", "2027-03-29T02:30:00"],
        "occurrences_utc": ["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"],
    }


def test_a_date_gives_dates() -> None:
    assert asked(dtstart="2028-01-31", rrule="FREQ=MONTHLY", count=2)["occurrences"] == ["2028-01-31", "2028-02-29"]


def test_the_rules_own_count_ends_it_sooner_and_ten_is_enough_when_nothing_is_said() -> None:
    assert len(asked(dtstart="2027-01-01T09:00", rrule="FREQ=DAILY;COUNT=3", count=9)["occurrences"]) == 3
    assert len(asked(dtstart="2027-01-01T09:00", rrule="FREQ=DAILY")["occurrences"]) == 10


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "this is no JSON object"),
        ("[" * 100_000, "this is no JSON object"),
        ("5", "this is no JSON object"),
        ('{"rrule": "FREQ=DAILY"}', "dtstart must be"),
        ('{"dtstart": "2027-01-01T09:00:00+01:00", "rrule": "FREQ=DAILY"}', "dtstart must be a local time"),
        ('{"dtstart": "2027-01-01T09:00:00"}', "written like FREQ"),
        ('{"dtstart": "2027-01-01T09:00:00", "rrule": "FREQ=HOURLY"}', "more than once a day"),
        ('{"dtstart": "2027-01-01T09:00:00", "rrule": "FREQ=DAILY", "tz": "Mars/Base"}', "tz is not a time zone"),
        ('{"dtstart": "2027-01-01T09:00:00", "rrule": "FREQ=DAILY", "count": 0}', "count must be"),
        ('{"dtstart": "2027-01-01T09:00:00", "rrule": "FREQ=DAILY", "count": true}', "count must be"),
    ],
)
def test_what_is_wrong_is_said_with_the_number_of_the_line(line: str, said: str) -> None:
    (found,) = answers(["\n", line])
    assert found["error"].startswith("Line 2: ")
    assert said in found["error"]


def test_the_command_answers_every_line_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"dtstart": "2027-01-01T09:00:00", "rrule": "FREQ=DAILY", "count": 1}'
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{good}\n\nno json\n{good}\n"))
    assert main(["occurrences"]) == 1
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == third == {"occurrences": ["2027-01-01T09:00:00"], "occurrences_utc": ["2027-01-01T09:00:00Z"]}
    assert second["error"].startswith("Line 3: ")
    monkeypatch.setattr("sys.stdin", io.StringIO(good))
    assert main(["occurrences"]) == 0
