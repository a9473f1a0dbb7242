"""Where browsers want to be pushed to. A browser names the address, so it may be anything: who may be called is decided here; pure."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from shared.errors import FieldError, Invalid

_WRAPPERS = (ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32"))
"""IPv6 addresses with an IPv4 address inside (RFC 6052, RFC 3056, RFC 4380): the way to a private one."""


def own_hosts(setting: str) -> frozenset[str]:
    """The hosts of `push_hosts`, which may be at private addresses."""
    return frozenset(name.strip().lower() for name in setting.split(",") if name.strip())


def check(endpoint: str, own: Collection[str]) -> None:
    """Raises Invalid unless the address may be a push service's: https, and not an address within a private network.

    A name is looked up when it is called, and its addresses are held against `public` then: what it stands for may change.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("is no address") from None
    if parts.scheme != "https" or not host or parts.username is not None or parts.password is not None:
        raise _refused("must begin with https:// and a host")
    if host in own:
        return
    if port not in (None, 443):
        raise _refused("must be at port 443")
    if "." not in host and ":" not in host:
        raise _refused("must be at a public host")
    literal = _literal(host)
    if literal is not None and not public(literal):
        raise _refused("must be at a public address")


def public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is an address of the internet at large (IANA's special-purpose registries), as far as that can be told from it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return public(address.ipv4_mapped)
        if any(address in wrapper for wrapper in _WRAPPERS):
            return False
    return address.is_global and not address.is_multicast


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _refused(why: str) -> Invalid:
    return Invalid(
        f"The address of the push service {why}.", code="push_endpoint_refused", errors=(FieldError("endpoint", why),)
    )
