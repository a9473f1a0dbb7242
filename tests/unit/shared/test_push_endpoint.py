"""Which addresses a browser may name as its push service's."""

from ipaddress import ip_address

import pytest

from shared.errors import Invalid
from shared.push_endpoint import check, own_hosts, public


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com:443/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://8.8.8.8/abc",
    ],
)
def test_a_push_service_at_a_public_address_may_be_called(endpoint: str) -> None:
    check(endpoint, frozenset())


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/abc",
        "ftp://fcm.googleapis.com/abc",
        "//fcm.googleapis.com/abc",
        "fcm.googleapis.com",
        "https://",
        "https:///abc",
        "https://user:password@fcm.googleapis.com/",
        "https://fcm.googleapis.com:6379/",
        "https://fcm.googleapis.com:99999/",
        "https://localhost/",
        "https://intranet/",
        "https://2130706433/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
    ],
)
def test_what_may_lead_into_a_private_network_is_refused(endpoint: str) -> None:
    with pytest.raises(Invalid, match="push service"):
        check(endpoint, frozenset())


def test_hosts_of_ones_own_may_be_at_any_address_but_only_by_https() -> None:
    own = own_hosts(" Push.Lan, 127.0.0.1 ,")
    check("https://push.lan:8443/abc", own)
    check("https://127.0.0.1:8443/abc", own)
    with pytest.raises(Invalid):
        check("http://push.lan/abc", own)
    with pytest.raises(Invalid):
        check("https://other.lan:8443/", own)


def test_addresses_of_the_internet_at_large_are_public() -> None:
    assert public(ip_address("2606:4700::1111"))
    assert not public(ip_address("::ffff:192.168.0.1"))
