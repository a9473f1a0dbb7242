"""Who may come in: hosts, origins and sessions; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from shared import session
from shared.errors import Forbidden, SignInRequired

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:@/\[\]]*)(?::[0-9]*)?")
_ORIGIN = re.compile(r"https?://(.+)")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def allowed_hosts(public_url: str, more: str) -> frozenset[str]:
    """Host names (without port) under which this installation may be reached."""
    host = urlsplit(public_url).hostname or ""
    return LOOPBACK | {name.strip().lower() for name in (host, *more.split(",")) if name.strip()}


def host_name(host: str) -> str:
    """The name in a Host header, without its port; IPv6 keeps its brackets (RFC 9110 §7.2). Empty for what is no host."""
    match = _HOST.fullmatch(host.lower())
    return match[1] if match else ""


def check_host(host: str, allowed: Collection[str]) -> None:
    """Raises Forbidden for a foreign Host: a page elsewhere could have bound its own name to this address (DNS rebinding)."""
    if host_name(host) not in allowed:
        raise Forbidden(
            "This address is not known to Nudge. Open it by its own address, or add the name to NUDGE_ALLOWED_HOSTS.",
            code="host_not_allowed",
        )


def check_origin(method: str, headers: Mapping[str, str], allowed: Collection[str]) -> None:
    """Raises Forbidden when a page of another origin is behind a request that changes something or reads by script.

    Programs send no Origin; browsers always do with what could do harm, and `null` for pages that hide where they are from.
    """
    origin = headers.get("origin")
    match = _ORIGIN.fullmatch(origin) if origin is not None else None
    if origin is not None and not (match and host_name(match[1]) in allowed):
        raise Forbidden("Requests from other pages are refused.", code="origin_not_allowed")
    if method not in _READS and headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise Forbidden("Requests from other pages are refused.", code="origin_not_allowed")


def check_session(
    headers: Mapping[str, str], cookies: Mapping[str, str], access_token: str | None, now: datetime
) -> None:
    """Raises SignInRequired unless there is no access token, or the request proves to know it by cookie or as Bearer (RFC 6750 §2.1)."""
    if not access_token or session.valid(cookies.get(session.COOKIE, ""), access_token, now):
        return
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and session.same_token(given.strip(), access_token):
        return
    raise SignInRequired("Please sign in with the access token.")


def client_address(peer: str, forwarded: str, trusted_proxies: int) -> str:
    """The address a request came from; what X-Forwarded-For says counts only as far as trusted proxies wrote it."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if trusted_proxies and len(hops) >= trusted_proxies:
        return hops[-trusted_proxies]
    return peer
