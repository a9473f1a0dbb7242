"""The secrets mail-url and mail-from, read as an operator means them; none of them is ever repeated."""

import pytest

from shared.errors import Misconfigured
from shared.mail_route import mail_route


def test_without_a_url_there_is_no_mail() -> None:
    assert mail_route(None, "nudge@example.com") is None
    assert mail_route("", None) is None


def test_a_relay_with_tls_from_the_start() -> None:
    route = mail_route("smtps://ann:p%40ss%3A@smtp.example.com", "Nudge <nudge@example.com>")
    assert route
    assert (route.host, route.port, route.user, route.password, route.security) == (
        "smtp.example.com", 465, "ann", "p@ss:", "tls",
    )  # fmt: skip
    assert route.domain == "example.com"
    assert "p@ss" not in repr(route)


def test_a_relay_elsewhere_must_offer_encryption() -> None:
    route = mail_route("smtp://smtp.example.com", "nudge@example.com")
    assert route
    assert (route.port, route.security) == (587, "starttls")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_needs_none(host: str) -> None:
    route = mail_route(f"smtp://{host}:2525", "nudge@example.com")
    assert route
    assert (route.port, route.security, route.catches_all) == (2525, "none", False)


def test_the_mailbox_needs_no_sender() -> None:
    route = mail_route("mailbox+smtp://127.0.0.1:2525", None)
    assert route
    assert route.catches_all


def test_ses_is_named_by_its_region() -> None:
    route = mail_route("ses://eu-central-1", "nudge@example.com")
    assert route
    assert (route.provider, route.host) == ("ses", "eu-central-1")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtps://user:sesame@smtp.example.com", None),
        ("smtps://user:sesame@smtp.example.com", "no address"),
        ("smtps://user:sesame@smtp.example.com", "Nudge <nudge@exämple.com>"),
        ("https://user:sesame@smtp.example.com", "nudge@example.com"),
        ("user:sesame@smtp.example.com", "nudge@example.com"),
        ("smtp://user:sesame@smtp.example.com:many", "nudge@example.com"),
        ("mailbox+smtp://user:sesame@smtp.example.com", None),
        ("smtp://user:sesame@[::1", "nudge@example.com"),
    ],
)
def test_a_mistake_is_named_without_the_secret(url: str, sender: str | None) -> None:
    with pytest.raises(Misconfigured) as raised:
        mail_route(url, sender)
    assert "sesame" not in raised.value.detail
    assert "mail" in raised.value.detail
