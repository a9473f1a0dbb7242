"""Whose dead letter it is."""

import pytest

from functions.keep_dead_letters.addressees import NO_REASON, Addressee, Standing, addressees

FAILED = Standing("failed", "failed", 8, "ValueError: odd", passed=False)
SILENT = Standing("silent", None, 0, None, passed=False)
DONE = Standing("done", "processed", 1, None, passed=True)
PURGED = Standing("purged", None, 0, None, passed=True)
DISCARDED = Standing("discarded", "discarded", 3, "x", passed=False)


def test_who_said_that_it_failed_is_the_one_even_if_others_have_not_come_that_far() -> None:
    assert addressees([DONE, FAILED, SILENT], "") == [Addressee("failed", 8, "ValueError: odd")]


def test_when_nobody_said_so_it_is_who_has_not_processed_it() -> None:
    assert addressees([DONE, SILENT, PURGED, DISCARDED], "") == [Addressee("silent", 0, NO_REASON)]


def test_what_all_have_processed_or_passed_over_is_nobodys() -> None:
    assert addressees([DONE, PURGED, DISCARDED], "") == []


@pytest.mark.parametrize("standings", [[], [SILENT, SILENT]])
def test_what_cannot_be_read_has_its_flaw_for_a_reason(standings: list[Standing]) -> None:
    assert addressees(standings, "It is not JSON.") == [Addressee("", 0, "It is not JSON.")]


def test_a_late_copy_of_what_was_mended_and_processed_since_is_nobodys() -> None:
    assert addressees([DONE, PURGED, DISCARDED], "task: Field required") == []
    assert addressees([DONE, SILENT], "task: Field required") == [Addressee("silent", 0, "task: Field required")]


def test_an_event_of_a_strange_topic_is_kept_too() -> None:
    (one,) = addressees([], "")
    assert (one.consumer, one.attempts) == ("", 0)
    assert one.reason


def test_a_failure_without_words_has_some() -> None:
    assert addressees([Standing("x", "failed", 1, None, passed=False)], "") == [Addressee("x", 1, NO_REASON)]
