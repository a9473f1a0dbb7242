"""Gives a message to whichever provider is set up."""

from __future__ import annotations

from functions.send_notification.mail import ses, smtp
from shared.mail_route import MailRoute


async def post(route: MailRoute, recipient: str, message: bytes) -> None:
    """Returns when the provider has taken the message over; raises a MailFailure otherwise."""
    if route.provider == "ses":
        await ses.send(route, recipient, message)
    else:
        await smtp.send(route, recipient, message)


async def reach(route: MailRoute) -> bool:
    """Whether the provider would talk to us now."""
    return await (ses.reach(route) if route.provider == "ses" else smtp.reach(route))
