"""Where mail goes, read from the secrets `mail-url` and `mail-from`.

smtps://user:password@smtp.example.com:465     TLS from the first byte (RFC 8314)
smtp://user:password@smtp.example.com:587      STARTTLS, and nothing is said without it; only this machine itself may do without
ses://eu-central-1                             Amazon SES (API v2), credentials from the usual AWS chain
mailbox+smtp://127.0.0.1:2525                  a mailbox that catches everything: no address needs to be set or verified
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from shared.errors import Misconfigured

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HELP = "It begins with smtps://, smtp:// or ses://, such as smtps://user:password@smtp.example.com:465."
CAUGHT = "you@nudge.local"
"""Whom messages are for when all of them are caught."""


@dataclass(frozen=True)
class MailRoute:
    """One provider. `host` is the region for SES."""

    provider: Literal["smtp", "ses"]
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["tls", "starttls", "none"] = "tls"
    catches_all: bool = False

    @property
    def domain(self) -> str:
        """Of the sender; Message-IDs end in it (RFC 5322 §3.6.4)."""
        return self.sender.rpartition("@")[2].rstrip(">")


def mail_route(url: str | None, sender: str | None) -> MailRoute | None:
    """The route that the secrets describe, None when there is none; raises Misconfigured, without repeating the secret."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Misconfigured(f"The secret mail-url cannot be read. {_HELP}") from None
    if not parts.hostname:
        raise Misconfigured(f"The secret mail-url names no host. {_HELP}")
    if parts.scheme == "mailbox+smtp":
        return _smtp(parts, port or 25, sender or "nudge@nudge.local", catches_all=True)
    if not sender or "@" not in sender:
        raise Misconfigured("The secret mail-from is missing: the address that messages come from.")
    if not sender.rpartition("<")[2].isascii():
        raise Misconfigured(
            "The address in the secret mail-from has letters that cannot be sent; write its domain as xn--…."
        )
    if parts.scheme == "ses":
        return MailRoute("ses", parts.hostname, 443, sender)
    if parts.scheme not in ("smtp", "smtps"):
        raise Misconfigured(f"The secret mail-url begins with something unknown. {_HELP}")
    return _smtp(parts, port or (465 if parts.scheme == "smtps" else 587), sender)


def _smtp(parts: SplitResult, port: int, sender: str, *, catches_all: bool = False) -> MailRoute:
    host = parts.hostname or ""
    here = host in _LOOPBACK
    if catches_all and not here:
        raise Misconfigured("A mailbox that catches everything must be on this machine.")
    return MailRoute(
        provider="smtp",
        host=host,
        port=port,
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security="tls" if parts.scheme == "smtps" else "none" if here else "starttls",
        catches_all=catches_all,
    )
