"""Hands one message to a browser's push service (RFC 8030 §5), within a bounded time and to nobody within a private network."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Collection
from functools import cache
from ipaddress import ip_address
from socket import AddressFamily
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from functions.send_notification.push.failures import Gone, Passing, Refused
from functions.send_notification.push.note import Note
from functions.send_notification.push.route import PushRoute
from shared.errors import Invalid
from shared.push_endpoint import check, public
from shared.push_subscriptions import Subscription

SECONDS = 10.0
_KEPT_FOR = 12 * 60 * 60
"""Seconds for which the push service keeps a message for a browser that is away."""
_GONE = frozenset({404, 410})
_PASSING = frozenset({408, 425, 429})


async def post(route: PushRoute, subscription: Subscription, note: Note, seconds: float = SECONDS) -> None:
    """Returns when the push service has taken the message over; raises a PushFailure otherwise."""
    try:
        address = _address(subscription.endpoint, route.own_hosts)
        body = await asyncio.to_thread(_encrypted, subscription, note.content)
    except (Invalid, ValueError):
        raise Gone("the browser gave an address or a key that cannot be used") from None
    headers = await asyncio.to_thread(_headers, route, address, note)
    resolver = PublicHosts(aiohttp.ThreadedResolver(), route.own_hosts)
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, ssl=ssl.create_default_context())
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(address, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            _judge(answer.status)
    except NotPublic:
        raise Gone("the browser gave an address within a private network") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Passing(f"the push service could not be reached ({type(error).__name__})") from None


def _address(endpoint: str, own: Collection[str]) -> URL:
    """As the client understands it; raises Invalid or ValueError when that is not where the checks looked."""
    check(endpoint, own)
    address = URL(endpoint)
    if address.host is None or address.host.lower() != urlsplit(endpoint).hostname:
        raise ValueError("an address that can be read in two ways")
    return address


def _judge(status: int) -> None:
    """What the answer means (RFC 8030 §5, §7.3); what stands in it is of no interest."""
    if 200 <= status < 300:
        return
    if status in _GONE:
        raise Gone(f"the browser has left ({status})")
    raise (Passing if status in _PASSING or status >= 500 else Refused)(f"the push service refused ({status})")


class NotPublic(Exception):
    """The name stands for an address within a private network."""


class PublicHosts(AbstractResolver):
    """Finds the addresses of a host, of which the connection then takes one: no second look-up can lead elsewhere."""

    def __init__(self, inner: AbstractResolver, own: Collection[str]) -> None:
        self._inner, self._own = inner, own

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if host.lower() not in self._own and not all(
            public(ip_address(each["host"].partition("%")[0])) for each in found
        ):
            raise NotPublic(host)
        return found

    async def close(self) -> None:
        await self._inner.close()


def _encrypted(subscription: Subscription, content: bytes) -> bytes:
    """For this browser alone (RFC 8291), with a key of its own for every message."""
    # Cryptography takes its time to import, and most installations never push.
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    return bytes(
        http_ece.encrypt(
            content,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(subscription.p256dh),
            auth_secret=_bytes(subscription.auth),
            version="aes128gcm",
        )
    )


def _headers(route: PushRoute, address: URL, note: Note) -> dict[str, str]:
    """Raises Refused when the installation's own key or contact is of no use."""
    from py_vapid import VapidException

    try:
        said = _signer(route.private_key).sign({"aud": str(address.origin()), "sub": route.contact})
    except (ValueError, VapidException):
        raise Refused("the secrets push-private-key and push-contact cannot be used") from None
    return {
        **said,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT_FOR),
        "Urgency": "high",
        "Topic": note.tag.hex,
    }


@cache
def _signer(private_key: str) -> Any:
    """Says who sends (RFC 8292)."""
    from py_vapid import Vapid02

    return Vapid02.from_raw(private_key.encode())


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
