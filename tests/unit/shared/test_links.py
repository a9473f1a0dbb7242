"""Links in messages: they do what they say, and what they say cannot be changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import links
from shared.errors import NotFound
from shared.links import Link

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINK = Link(UUID(int=1), "snooze", UUID(int=2), NOW + timedelta(days=30), 60)
KEY = "a key of the installation"


@pytest.mark.parametrize("action", ["complete", "snooze", "unsubscribe", "verify-email"])
def test_what_was_signed_is_read(action: links.Action) -> None:
    link = replace(LINK, action=action)
    assert links.read(links.sign(link, KEY), KEY, NOW) == link


def test_a_token_fits_into_a_path() -> None:
    token = links.sign(LINK, KEY)
    assert len(token) < 80
    assert token.replace("-", "").replace("_", "").isalnum()


def test_an_expired_link_says_so() -> None:
    with pytest.raises(NotFound) as raised:
        links.read(links.sign(LINK, KEY), KEY, NOW + timedelta(days=31))
    assert raised.value.code == "link_expired"


@given(st.text(max_size=120))
def test_what_was_not_signed_is_refused(token: str) -> None:
    with pytest.raises(NotFound):
        links.read(token, KEY, NOW)


@given(st.integers(min_value=0, max_value=73), st.sampled_from("ABCXYZabcxyz0189-_"))
def test_no_character_can_be_changed(place: int, other: str) -> None:
    token = links.sign(LINK, KEY)
    changed = token[:place] + other + token[place + 1 :]
    if links_same(changed, token):
        return
    with pytest.raises(NotFound):
        links.read(changed, KEY, NOW)


def links_same(one: str, other: str) -> bool:
    """Two spellings of the same bytes: the last character holds bits that mean nothing."""
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(one + "==") == urlsafe_b64decode(other + "==")


@pytest.mark.parametrize("key", ["another key", ""])
def test_another_key_does_not_open_it(key: str) -> None:
    with pytest.raises(NotFound):
        links.read(links.sign(LINK, KEY), key, NOW)


def test_nobody_signs_with_an_empty_key() -> None:
    with pytest.raises(NotFound):
        links.read(links.sign(LINK, ""), "", NOW)


def test_an_address_is_named_without_being_told() -> None:
    assert links.address_mark("Ann@Example.com ") == links.address_mark("ann@example.com")
    assert links.address_mark("ann@example.com") != links.address_mark("ben@example.com")
