"""Hands one message to an SMTP relay (RFC 5321), within a bounded time whatever the relay does."""

from __future__ import annotations

import asyncio
import ssl

import aiosmtplib
from aiosmtplib import SMTP

from functions.send_notification.mail.failures import AnswerLost, NotSent, Refused, Unreachable
from shared.mail_route import MailRoute

SECONDS = 30.0
"""For the whole conversation; a relay that trickles its answers gets no more."""
_PERMANENT = range(500, 600)


async def send(route: MailRoute, recipient: str, message: bytes, seconds: float = SECONDS) -> None:
    """Returns when the relay has taken the message over; raises a MailFailure otherwise."""
    opened = handed_over = False
    relay = _relay(route, seconds)
    try:
        async with asyncio.timeout(seconds):
            await _open(relay, route)
            opened = True
            await _address(relay, route, recipient)
            handed_over = True
            await relay.data(message)
    except UnicodeError:
        raise Refused("the address has letters that cannot be sent") from None
    except aiosmtplib.SMTPDataError as error:
        raise (Refused if error.code in _PERMANENT else NotSent)(f"the message was refused ({error.code})") from None
    except (aiosmtplib.SMTPException, TimeoutError, OSError) as error:
        if handed_over:
            raise AnswerLost("the relay did not answer after the message") from None
        raise (NotSent if opened else Unreachable)(f"the relay could not be used ({type(error).__name__})") from None
    finally:
        relay.close()


async def reach(route: MailRoute, seconds: float = SECONDS / 3) -> bool:
    """Whether the relay is there, encrypts, and knows us."""
    relay = _relay(route, seconds)
    try:
        async with asyncio.timeout(seconds):
            await _open(relay, route)
            await relay.quit()
    except (aiosmtplib.SMTPException, TimeoutError, OSError):
        return False
    finally:
        relay.close()
    return True


def _relay(route: MailRoute, seconds: float) -> SMTP:
    return SMTP(
        hostname=route.host,
        port=route.port,
        use_tls=route.security == "tls",
        start_tls=route.security == "starttls",
        tls_context=None if route.security == "none" else ssl.create_default_context(),
        timeout=seconds,
    )


async def _open(relay: SMTP, route: MailRoute) -> None:
    await relay.connect()
    if route.user:
        await relay.login(route.user, route.password)
    elif relay.is_ehlo_or_helo_needed:
        try:
            await relay.ehlo()
        except aiosmtplib.SMTPHeloError:
            await relay.helo()


async def _address(relay: SMTP, route: MailRoute, recipient: str) -> None:
    """Sender and recipient. A recipient that is refused for good makes the message pointless; a sender does not: that can be mended."""
    await relay.mail(_bare(route.sender))
    try:
        await relay.rcpt(recipient)
    except aiosmtplib.SMTPRecipientRefused as error:
        if error.code in _PERMANENT:
            raise Refused(f"the address was refused ({error.code})") from None
        raise NotSent(f"the address was put off ({error.code})") from None


def _bare(sender: str) -> str:
    """The address in `Name <address>`."""
    return sender.rpartition("<")[2].rstrip(">").strip()
