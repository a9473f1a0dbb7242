"""Relays that want encryption and a password, as providers do: over real sockets, with a real certificate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from functions.send_notification.mail import smtp
from functions.send_notification.mail.failures import NotSent
from shared.mail_route import MailRoute, mail_route
from tests.authority import server_context

MESSAGE = b"Subject: Hello\r\n\r\nText\r\n"
PASSWORD = "p@ss word:é"


@dataclass
class Provider:
    """Takes mail from whoever knows the password, and from nobody before the conversation is encrypted."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    known: bool = False
    """Whether somebody gave the right name and password."""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(envelope.original_content or b"")
        return "250 OK"

    def authenticate(self, server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        self.known = (given.login, given.password) == (b"ann", PASSWORD.encode())
        return AuthResult(success=self.known, handled=False)


@asynccontextmanager
async def provider(context: SSLContext, *, starttls: bool) -> AsyncIterator[Provider]:
    loop = asyncio.get_running_loop()
    there = Provider()

    def protocol() -> SMTP:
        return SMTP(
            there, hostname="provider", loop=loop, tls_context=context if starttls else None, require_starttls=starttls,
            auth_required=starttls, auth_require_tls=starttls, authenticator=there.authenticate,
        )  # fmt: skip

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=None if starttls else context)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()


def route(port: int, *, starttls: bool, password: str = PASSWORD) -> MailRoute:
    security = "starttls" if starttls else "tls"
    return MailRoute("smtp", "127.0.0.1", port, "Nudge <nudge@example.com>", "ann", password, security)  # type: ignore[arg-type]


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return tmp_path / "authority.pem"


@pytest.fixture
def context(tmp_path: Path, authority: Path) -> SSLContext:
    return server_context(tmp_path, authority)


@pytest.mark.parametrize("starttls", [False, True], ids=["tls from the start", "starttls"])
async def test_a_message_goes_out_encrypted_and_with_the_password(
    context: SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch, starttls: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with provider(context, starttls=starttls) as there:
        await smtp.send(route(there.port, starttls=starttls), "ann@example.com", MESSAGE)
    assert (there.known, there.messages) == (True, [MESSAGE])


@pytest.mark.parametrize("starttls", [False, True], ids=["tls from the start", "starttls"])
async def test_a_relay_whose_certificate_nobody_vouches_for_gets_nothing(context: SSLContext, starttls: bool) -> None:
    async with provider(context, starttls=starttls) as there:
        with pytest.raises(NotSent):
            await smtp.send(route(there.port, starttls=starttls), "ann@example.com", MESSAGE)
    assert there.messages == []


async def test_a_wrong_password_can_be_mended_and_is_not_told(
    context: SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with provider(context, starttls=True) as there:
        with pytest.raises(NotSent) as raised:
            await smtp.send(route(there.port, starttls=True, password="sesame"), "ann@example.com", MESSAGE)
    assert there.messages == []
    assert "sesame" not in str(raised.value)


async def test_the_secret_that_an_operator_writes_leads_there(
    context: SSLContext, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with provider(context, starttls=False) as there:
        url = f"smtps://ann:p%40ss%20word%3A%C3%A9@127.0.0.1:{there.port}"
        found = mail_route(url, "Nüdge <nudge@example.com>")
        assert found
        await smtp.send(found, "ann@example.com", MESSAGE)
    assert (there.known, there.messages) == (True, [MESSAGE])
