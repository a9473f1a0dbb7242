"""What the verdict says of reminders."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.chaos.history import Armed
from tests.chaos.promises import Came, judged

_AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
_IN_TIME, _TOO_LATE = Armed("one", _AT, in_time=True), Armed("one", _AT, in_time=False)
_ONCE = Came("one", _AT, "sent", 1, 1, _AT + timedelta(seconds=1))


@pytest.mark.parametrize(("asked", "came"), [(_IN_TIME, [_ONCE]), (_TOO_LATE, [_ONCE]), (_TOO_LATE, [])])
def test_once_is_right_and_never_is_right_when_it_was_asked_for_too_late(asked: Armed, came: list[Came]) -> None:
    assert judged([asked], came) == ([], [], [])


@pytest.mark.parametrize(
    "came", [[], [Came("one", _AT, "triggered", 0, 1, _AT)], [Came("one", _AT, "sent", 1, 0, _AT)]]
)
def test_what_was_never_sent_or_never_shown_is_lost(came: list[Came]) -> None:
    lost, doubled, wrong = judged([_IN_TIME], came)
    assert (len(lost), doubled, wrong) == (1, [], [])


@pytest.mark.parametrize(
    "came", [[_ONCE, _ONCE], [Came("one", _AT, "sent", 2, 1, _AT)], [Came("one", _AT, "sent", 1, 2, _AT)]]
)
@pytest.mark.parametrize("asked", [_IN_TIME, _TOO_LATE])
def test_two_are_one_too_many(asked: Armed, came: list[Came]) -> None:
    lost, doubled, wrong = judged([asked], came)
    assert (lost, len(doubled), wrong) == ([], 1, [])


def test_a_millisecond_early_is_wrong() -> None:
    early = Came("one", _AT, "sent", 1, 1, _AT - timedelta(milliseconds=1))
    lost, doubled, wrong = judged([_IN_TIME], [early])
    assert (lost, doubled, len(wrong)) == ([], [], 1)
