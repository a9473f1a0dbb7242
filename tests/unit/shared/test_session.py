"""Signed sessions, without anything stored."""

from datetime import UTC, datetime, timedelta

import pytest

from shared import session

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TOKEN = "correct horse"


def test_a_session_is_valid_until_it_ends() -> None:
    issued = session.issue(TOKEN, NOW)
    assert session.valid(issued, TOKEN, NOW)
    assert session.valid(issued, TOKEN, NOW + timedelta(seconds=session.LIFETIME))
    assert not session.valid(issued, TOKEN, NOW + timedelta(seconds=session.LIFETIME + 1))


def test_a_new_token_ends_all_sessions() -> None:
    assert not session.valid(session.issue(TOKEN, NOW), "another", NOW)


def test_the_token_cannot_be_read_from_a_session() -> None:
    assert TOKEN not in session.issue(TOKEN, NOW)


@pytest.mark.parametrize(
    "forged", ["", ".", "x", "9999999999.", "9999999999." + "0" * 64, "9999999999.é", "٩٩٩٩٩٩٩٩٩٩.x", "-1.x", "1e9.x", "9" * 5000 + ".x"]
)  # fmt: skip
def test_what_was_not_issued_is_not_valid(forged: str) -> None:
    assert not session.valid(forged, TOKEN, NOW)


def test_a_session_cannot_be_made_to_last_longer() -> None:
    expires, _, signature = session.issue(TOKEN, NOW).partition(".")
    assert not session.valid(f"{int(expires) + 1}.{signature}", TOKEN, NOW)


@pytest.mark.parametrize(
    ("given", "same"), [(TOKEN, True), ("correct", False), ("", False), ("côrrect horse", False), ("\ud800", False)]
)
def test_comparing_tokens(given: str, same: bool) -> None:
    assert session.same_token(given, TOKEN) is same
