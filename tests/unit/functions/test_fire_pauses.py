"""How long fire-reminders sleeps."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.fire_reminders.pauses import after_failure, until

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_it_sleeps_exactly_until_the_next_is_due() -> None:
    assert until(NOW + timedelta(seconds=1.25), NOW) == 1.25
    assert until(NOW, NOW) == 0
    assert until(NOW - timedelta(hours=1), NOW) == 0


@pytest.mark.parametrize("due", [None, NOW + timedelta(seconds=6), NOW + timedelta(days=365)])
def test_it_looks_at_the_clock_now_and_then_as_that_may_be_set(due: datetime | None) -> None:
    assert until(due, NOW) == 5


def test_failures_put_it_off_by_a_second_at_most() -> None:
    pauses = [after_failure(count) for count in range(1, 50)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (0.05, 1.0)
