"""Messages through SES: against moto for what SES answers, and a server of our own for what it does not."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import RawMessage, ses_backends

from functions.send_notification.mail import ses
from functions.send_notification.mail.failures import AnswerLost, NotSent, Refused, Unreachable
from shared.mail_route import MailRoute, mail_route
from tests.integration.mail.relay import HANGS, LEAVES, relay

REGION = "eu-central-1"
MESSAGE = b"Subject: Hello\r\nX-Nudge-Trigger: 1\r\nFrom: nudge@example.com\r\nTo: ann@example.com\r\n\r\nText\r\n"


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("AWS_ACCESS_KEY_ID", "testing"), ("AWS_SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(name, value)
    ses._client.cache_clear()
    yield
    ses._client.cache_clear()


def route() -> MailRoute:
    found = mail_route(f"ses://{REGION}", "nudge@example.com")
    assert found
    return found


async def test_a_message_goes_out_as_it_is() -> None:
    with mock_aws():
        boto3.client("sesv2", region_name=REGION).create_email_identity(EmailIdentity="nudge@example.com")
        await ses.send(route(), "ann@example.com", MESSAGE)
        (sent,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert isinstance(sent, RawMessage)
    assert set(sent.destinations) == {"ann@example.com"}, "moto counts those of the message, too"
    assert b"X-Nudge-Trigger: 1" in (sent.raw_data if isinstance(sent.raw_data, bytes) else sent.raw_data.encode())


async def test_a_refusal_is_final() -> None:
    """A sender that was never verified: SES rejects the message."""
    with mock_aws(), pytest.raises(Refused, match="MessageRejected"):
        await ses.send(route(), "ann@example.com", MESSAGE)


async def test_without_credentials_it_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with pytest.raises(NotSent):
        await ses.send(route(), "ann@example.com", MESSAGE)
    assert not await ses.reach(route())


async def test_it_can_be_reached_when_it_answers() -> None:
    with mock_aws():
        assert await ses.reach(route())


@pytest.mark.parametrize(("behaviour", "expected"), [(HANGS, AnswerLost), (LEAVES, AnswerLost)])
async def test_an_endpoint_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, behaviour: str, expected: type[Exception]
) -> None:
    """The request was sent whole, so it may have been carried out."""
    monkeypatch.setattr(ses, "READ_SECONDS", 0.5)
    # The relay of the SMTP tests is a server that says nothing, or leaves: enough for an endpoint that hangs.
    async with relay(GREETING=" ", POST=behaviour) as there:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{there.port}")
        with pytest.raises(expected):
            await ses.send(route(), "ann@example.com", MESSAGE)


async def test_nobody_there_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async with relay() as there:
        port = there.port
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"http://127.0.0.1:{port}")
    assert not await ses.reach(route())
    with pytest.raises(Unreachable):
        await ses.send(route(), "ann@example.com", MESSAGE)
