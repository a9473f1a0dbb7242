"""Who may come in: hosts, origins, sessions, addresses."""

from datetime import UTC, datetime

import pytest

from functions.gateway.guard import (
    allowed_hosts,
    check_host,
    check_origin,
    check_session,
    client_address,
    host_name,
)
from shared import session
from shared.errors import Forbidden, SignInRequired

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ALLOWED = allowed_hosts("https://todo.example.org:8443", " nas.local, Other.Example ,")


def test_known_hosts_are_this_machine_and_what_is_configured() -> None:
    assert sorted(ALLOWED) == sorted(
        {"localhost", "127.0.0.1", "[::1]", "todo.example.org", "nas.local", "other.example"}
    )
    assert allowed_hosts("", "") == {"localhost", "127.0.0.1", "[::1]"}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost:8000", "localhost"),
        ("LOCALHOST", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("", ""),
    ],
)
def test_the_name_in_a_host_header(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "todo.example.org", "NAS.local:80"]
)
def test_known_hosts_come_in(host: str) -> None:
    check_host(host, ALLOWED)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "127.0.0.1.nip.io",
        "[::1].evil",
        "127.0.0.2",
        "0.0.0.0",
        "[::]",
    ],
)
def test_a_name_that_was_bound_to_this_address_elsewhere_does_not(host: str) -> None:
    with pytest.raises(Forbidden) as refused:
        check_host(host, ALLOWED)
    assert refused.value.code == "host_not_allowed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost:8000"},
        {"origin": "https://todo.example.org:8443"},
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://[::1]:8000"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_own_pages_and_programs_come_in(method: str, headers: dict[str, str]) -> None:
    check_origin(method, headers, ALLOWED)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "http://localhost.evil.example",
        "file://",
        "http://localhost@evil.example",
        "http://localhost:80@evil.example",
        "http://[",
        "http://[::1",
        "https://",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_pages_of_other_origins_do_not(method: str, origin: str) -> None:
    with pytest.raises(Forbidden) as refused:
        check_origin(method, {"origin": origin}, ALLOWED)
    assert refused.value.code == "origin_not_allowed"


def test_a_form_of_another_page_is_refused_even_without_origin() -> None:
    with pytest.raises(Forbidden):
        check_origin("POST", {"sec-fetch-site": "cross-site"}, ALLOWED)
    check_origin("GET", {"sec-fetch-site": "cross-site"}, ALLOWED)


def test_without_a_token_nobody_must_sign_in() -> None:
    check_session({}, {}, None, NOW)


@pytest.mark.parametrize("header", ["Bearer secret", "bearer secret", "Bearer  secret "])
def test_the_token_as_bearer(header: str) -> None:
    check_session({"authorization": header}, {}, "secret", NOW)


def test_the_cookie_of_a_session() -> None:
    check_session({}, {session.COOKIE: session.issue("secret", NOW)}, "secret", NOW)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic secret", "secret", "Bearer secretsecret"])
def test_without_either_signing_in_is_required(header: str) -> None:
    with pytest.raises(SignInRequired):
        check_session({"authorization": header}, {session.COOKIE: "x"}, "secret", NOW)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "peer"),
        ("1.1.1.1", 0, "peer"),
        ("1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
        ("1.1.1.1", 2, "peer"),
    ],
)
def test_a_forwarded_address_counts_as_far_as_proxies_are_trusted(forwarded: str, proxies: int, address: str) -> None:
    assert client_address("peer", forwarded, proxies) == address
