"""A push service on this machine, as browsers' makers run them: it takes messages over TLS, and opens them with the browsers' keys."""

from __future__ import annotations

import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
import orjson
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Keys:
    """Of one browser (RFC 8291)."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def shared(self) -> dict[str, str]:
        """What the browser tells the page."""
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": base64url(public), "auth": base64url(self.auth)}

    def open(self, body: bytes) -> dict[str, Any]:
        content = http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        return dict(orjson.loads(content))


@dataclass
class PushService:
    """`says` are the statuses of the next answers; after them 201."""

    port: int = 0
    keys: Keys = field(default_factory=Keys)
    says: list[int] = field(default_factory=list)
    requests: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def subscription(self, browser: str = "one") -> dict[str, Any]:
        return {"endpoint": f"https://127.0.0.1:{self.port}/browsers/{browser}", "keys": self.keys.shared}

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Those that were taken over, opened."""
        return [self.keys.open(body) for body in self.bodies]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.requests.append(request)
        status = self.says.pop(0) if self.says else 201
        if status == 201:
            assert Vapid02.verify(request.headers["authorization"]), "signed by the key that it names (RFC 8292)"
            self.bodies.append(body)
        headers = {"location": "https://127.0.0.1:1/elsewhere"} if 300 <= status < 400 else {}
        return web.Response(status=status, headers=headers)


@asynccontextmanager
async def push_service(context: ssl.SSLContext) -> AsyncIterator[PushService]:
    service = PushService()
    application = web.Application()
    application.router.add_post("/browsers/{name}", service.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    service.port = runner.addresses[0][1]
    try:
        yield service
    finally:
        await runner.cleanup()


def vapid_secrets() -> dict[str, str]:
    """A pair of keys as `nudge push --new` makes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "push-public-key": base64url(public),
        "push-private-key": base64url(key.private_numbers().private_value.to_bytes(32, "big")),
        "push-contact": "mailto:ann@example.org",
    }
