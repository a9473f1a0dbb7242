"""Dates and times in words, read on Tuesday 12 February 2013 at 4:30."""

from datetime import datetime

import pytest

from functions.parse_chat.language.calendars import easter
from functions.parse_chat.language.engine import read

NOW = datetime(2013, 2, 12, 4, 30)


def due(words: str, locale: str | None = None) -> str | None:
    found = read(f"add buy milk {words}", NOW, "UTC", locale).data["due_at"]
    return found.removesuffix("+00:00") if found else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tomorrow", "2013-02-13"),
        ("the day after tomorrow", "2013-02-14"),
        ("on friday", "2013-02-15"),
        ("tuesday", "2013-02-19"),
        ("today at 5", "2013-02-12T17:00:00"),
        ("tuesday at 5pm", "2013-02-12T17:00:00"),
        ("next friday", "2013-02-22"),
        ("this sunday", "2013-02-17"),
        ("on Friday next week", "2013-02-22"),
        ("a week from friday", "2013-02-22"),
        ("the 18th", "2013-02-18"),
        ("the 3rd", "2013-03-03"),
        ("on the twentieth", "2013-02-20"),
        ("tue the 13th", "2013-08-13"),
        ("march 3rd 2015", "2015-03-03"),
        ("2nd of aug", "2013-08-02"),
        ("Oct2", "2013-10-02"),
        ("20-Feb-13", "2013-02-20"),
        ("28 june in 2020", "2020-06-28"),
        ("january first two thousand and thirty two", "2032-01-01"),
        ("the first friday of july", "2013-07-05"),
        ("last day of march", "2013-03-31"),
        ("the 20th of next month", "2013-03-20"),
        ("2013-02-20T14:00", "2013-02-20T14:00:00"),
        ("in two months", "2013-04-12"),
        ("in 2 hours", "2013-02-12T06:30:00"),
        ("in an hour and a half", "2013-02-12T06:00:00"),
        ("in half an hour", "2013-02-12T05:00:00"),
        ("two weeks from tomorrow", "2013-02-27"),
        ("feb 29", "2016-02-29"),
        ("by Christmas", "2013-12-25"),
        ("end of month", "2013-02-28"),
        ("by EOD", "2013-02-12T17:00:00"),
        ("this weekend", "2013-02-16"),
        ("on 4-22", "2013-04-22"),
        ("by 5.23", "2013-05-23"),
        ("month after next", "2013-04-01"),
        ("by year end", "2013-12-31"),
        ("before month-end", "2013-02-28"),
        ("first of the month", "2013-03-01"),
        ("first friday of the month", "2013-03-01"),
        ("the same day next week", "2013-02-19"),
        ("this time tomorrow", "2013-02-13T04:30:00"),
        ("in 5 business days", "2013-02-19"),
        ("in 4 working days", "2013-02-18"),
        ("at 5 next tuesday", "2013-02-19T17:00:00"),
        ("early friday morning", "2013-02-15T09:00:00"),
        ("late tonight", "2013-02-12T20:00:00"),
        ("early next week", "2013-02-18"),
        ("now", "2013-02-12T04:30:00"),
        ("right now", "2013-02-12T04:30:00"),
    ],
)
def test_days(words: str, expected: str) -> None:
    assert due(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at 3", "2013-02-12T15:00:00"),
        ("at 7", "2013-02-12T07:00:00"),
        ("at 11", "2013-02-12T11:00:00"),
        ("at 3am", "2013-02-13T03:00:00"),
        ("at half past five", "2013-02-12T17:30:00"),
        ("a quarter to noon", "2013-02-12T11:45:00"),
        ("tomorrow morning", "2013-02-13T09:00:00"),
        ("tomorrow afternoon", "2013-02-13T15:00:00"),
        ("tomorrow evening", "2013-02-13T19:00:00"),
        ("tonight", "2013-02-12T20:00:00"),
        ("tonight at 11:30", "2013-02-12T23:30:00"),
        ("10, tonight", "2013-02-12T22:00:00"),
        ("11 at night", "2013-02-12T23:00:00"),
        ("8.30 pm today", "2013-02-12T20:30:00"),
        ("19h00", "2013-02-12T19:00:00"),
        ("340pm", "2013-02-12T15:40:00"),
        ("january twenty fourth one thirty pm", "2014-01-24T13:30:00"),
        ("8pm in the evening, Sunday", "2013-02-17T20:00:00"),
        ("from 9:30 - 11:00 on Thursday", "2013-02-14T09:30:00"),
        ("October 14, 8:00:31am", "2013-10-14T08:00:31"),
    ],
)
def test_times(words: str, expected: str) -> None:
    assert due(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "yesterday", "two days ago", "for 24/7 support", "at 6.45 percent", "as in the 9/11 Report", "with 123-12-1234",
        "for the second round", "in version 1.2.3", "for 3 children", "with iron frilly napkins", "on Black Friday deals",
    ],
)  # fmt: skip
def test_words_that_only_look_like_dates(words: str) -> None:
    assert due(words) is None


def test_the_locale_decides_the_order_of_day_and_month() -> None:
    assert due("5/3/2013", "en-US") == "2013-05-03"
    assert due("5/3/2013", "en-GB") == "2013-03-05"


def test_without_a_locale_two_possible_readings_are_asked_about() -> None:
    reading = read("add buy milk 5/3/2013", NOW, "UTC")
    assert reading.data["due_at"] is None
    assert reading.clarification is not None
    assert reading.clarification.options == ("Tuesday 5 March 2013", "Friday 3 May 2013")


@pytest.mark.parametrize("words", ["feb 30", "31/2/2014", "2/29/2014", "on the 31st of this month", "april 31st"])
def test_impossible_dates_are_questioned(words: str) -> None:
    reading = read(f"add buy milk {words}", NOW, "UTC")
    assert reading.data["due_at"] is None and reading.clarification is not None


@pytest.mark.parametrize(
    "words", ["third tuesday after christmas", "september 2014 the 5th", "tuesday the 14th of february 2013"]
)
def test_a_date_that_is_not_understood_for_sure_is_asked_about(words: str) -> None:
    reading = read(f"add buy milk {words}", NOW, "UTC")
    assert reading.data["due_at"] is None and reading.clarification is not None


@pytest.mark.parametrize("words", ["today at 3am", "on march 2 2012"])
def test_a_date_in_the_past_is_asked_about(words: str) -> None:
    reading = read(f"add buy milk {words}", NOW, "UTC")
    assert reading.data["due_at"] is None and reading.clarification is not None


def test_a_time_that_does_not_exist_moves_forward_and_a_double_one_is_the_first() -> None:
    now = datetime(2026, 3, 1)
    assert read("add x on 29 March 2026 at 2:30am", now, "Europe/Berlin").data["due_at"] == "2026-03-29T03:30:00+02:00"
    assert (
        read("add x on 25 October 2026 at 2:30am", now, "Europe/Berlin").data["due_at"] == "2026-10-25T02:30:00+02:00"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on easter", "2013-03-31"),
        ("easter monday", "2013-04-01"),
        ("by good friday 2015", "2015-04-03"),
        ("on black friday", "2013-11-29"),
        ("cyber monday", "2013-12-02"),
        ("new year's eve at 6pm", "2013-12-31T18:00:00"),
        ("on st. patrick's day", "2013-03-17"),
        ("on thanksgiving 2014", "2014-11-27"),
        ("halloween day", "2013-10-31"),
    ],
)
def test_feasts_with_and_without_a_fixed_date(words: str, expected: str) -> None:
    assert due(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at 1915h", "2013-02-12T19:15:00"),
        ("T16:20:05", "2013-02-12T16:20:05"),
        ("at 1145", "2013-02-12T11:45:00"),
        ("at 12 midnight", "2013-02-13T00:00:00"),
        ("at 12 noon", "2013-02-12T12:00:00"),
        ("in 5'", "2013-02-12T04:35:00"),
        ("in 1h20m", "2013-02-12T05:50:00"),
        ("monday 2-3pm", "2013-02-18T14:00:00"),
        ("from 2 to 4pm", "2013-02-12T14:00:00"),
        ("saturday 8", "2013-02-16T08:00:00"),
    ],
)
def test_clock_times_written_in_other_ways(words: str, expected: str) -> None:
    assert due(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "for 2 of 3 kids", "and 2 to 3 lemons", "from 2 to 3 people", "for the 4 of us", "with the 2 for 1 coupon", "from https://shop.example/2014/05/01/milk",
        "in a 27\" box", "in 1:15 hours", "at 221 baker street", "for now", "until now",
    ],
)  # fmt: skip
def test_numbers_that_count_something_are_no_dates(words: str) -> None:
    assert due(words) is None


@pytest.mark.parametrize("words", ["later this week", "late next month", "friday 8"])
def test_a_day_that_may_be_another_is_asked_about(words: str) -> None:
    found = read(f"add buy milk {words}", datetime(2013, 2, 26, 4, 30), "UTC")
    assert found.data["due_at"] is None
    assert found.clarification is not None


def test_easter_is_the_sunday_after_the_first_full_moon_of_spring() -> None:
    assert [easter(year).isoformat() for year in (1961, 2000, 2008, 2024, 2038)] == [
        "1961-04-02",
        "2000-04-23",
        "2008-03-23",
        "2024-03-31",
        "2038-04-25",
    ]
