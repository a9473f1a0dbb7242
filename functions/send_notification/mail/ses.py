"""Hands one message to Amazon SES (API v2). SES gives it a Message-ID of its own; the header X-Nudge-Trigger stays."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from functions.send_notification.mail.failures import AnswerLost, NotSent, Refused, Unreachable
from shared.mail_route import MailRoute

READ_SECONDS = 20.0
_PERMANENT = frozenset({"MessageRejected", "BadRequestException"})


async def send(route: MailRoute, recipient: str, message: bytes) -> None:
    """Returns when SES has taken the message over; raises a MailFailure otherwise."""
    await asyncio.to_thread(_send, route, recipient, message)


def _send(route: MailRoute, recipient: str, message: bytes) -> None:
    # boto3 takes half a second to import, and most installations never use it.
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError

    try:
        _client(route.host).send_email(
            FromEmailAddress=route.sender,
            Destination={"ToAddresses": [recipient]},
            Content={"Raw": {"Data": message}},
        )
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise (Refused if code in _PERMANENT else NotSent)(f"SES refused the message ({code})") from None
    except (ReadTimeoutError, ConnectionClosedError):
        raise AnswerLost("SES did not answer after the message") from None
    except BotoCoreError as error:
        raise Unreachable(f"SES could not be used ({type(error).__name__})") from None


async def reach(route: MailRoute) -> bool:
    """Whether SES answers, whatever it says: one that will not tell its identities is there."""
    return await asyncio.to_thread(_reach, route)


def _reach(route: MailRoute) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        _client(route.host).list_email_identities(PageSize=1)
    except ClientError:
        return True
    except BotoCoreError:
        return False
    return True


@cache
def _client(region: str) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=5, read_timeout=READ_SECONDS, retries={"total_max_attempts": 1, "mode": "standard"})
    return boto3.client("sesv2", region_name=region, config=config)
