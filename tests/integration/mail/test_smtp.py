"""What becomes of a message when the relay takes it, refuses it, hangs, leaves or half-answers: over real sockets."""

import asyncio

import pytest

from functions.send_notification.mail import smtp
from functions.send_notification.mail.failures import AnswerLost, NotSent, Refused, Unreachable
from shared.mail_route import MailRoute
from tests.integration.mail.relay import HANGS, LEAVES, relay

MESSAGE = b"Subject: Hello\r\n\r\n.A line that begins with a dot\r\n"


def route(port: int, **given: str) -> MailRoute:
    return MailRoute("smtp", "127.0.0.1", port, "Nudge <nudge@example.com>", security="none", **given)  # type: ignore[arg-type]


async def test_a_message_that_is_taken_arrives_as_it_is() -> None:
    async with relay() as there:
        await smtp.send(route(there.port), "ann@example.com", MESSAGE)
    assert [message.replace(b"\r\n..A", b"\r\n.A") for message in there.messages] == [MESSAGE + b".\r\n"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": "550 no such user"}, Refused),
        ({"RCPT": "450 mailbox busy"}, NotSent),
        ({"MAIL": "553 not you"}, NotSent),
        ({"GREETING": "421 too busy"}, Unreachable),
        ({"GREETING": "554 go away"}, Unreachable),
        ({"DATA": "451 not now"}, NotSent),
        ({"END": "554 spam"}, Refused),
        ({"END": "451 try again"}, NotSent),
        ({"EHLO": "502 what", "HELO": "502 what"}, Unreachable),
        ({"GREETING": LEAVES}, Unreachable),
        ({"MAIL": LEAVES}, NotSent),
        ({"RCPT": "gibberish"}, NotSent),
        ({"END": LEAVES}, AnswerLost),
        ({"END": "25…"}, AnswerLost),
    ],
)
async def test_each_way_to_fail_is_told_apart(answers: dict[str, str], expected: type[Exception]) -> None:
    async with relay(**answers) as there:
        with pytest.raises(expected) as raised:
            await smtp.send(route(there.port), "ann@example.com", MESSAGE)
    assert type(raised.value) is expected
    assert "ann@example.com" not in str(raised.value)


async def test_an_address_that_smtp_cannot_say_is_refused() -> None:
    """The settings take no such address; one from before must not stop what waits behind it."""
    async with relay() as there:
        with pytest.raises(Refused):
            await smtp.send(route(there.port), "jörg@example.com", MESSAGE)


@pytest.mark.parametrize(("at", "expected"), [("GREETING", Unreachable), ("RCPT", NotSent), ("END", AnswerLost)])
async def test_a_relay_that_hangs_is_left(at: str, expected: type[Exception]) -> None:
    async with relay(**{at: HANGS}) as there:
        with pytest.raises(expected) as raised:
            await smtp.send(route(there.port), "ann@example.com", MESSAGE, seconds=0.3)
    assert type(raised.value) is expected


async def test_a_relay_that_trickles_gets_no_more_time() -> None:
    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(b"220-still here\r\n")
                await writer.drain()
                await asyncio.sleep(0.02)
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(trickle, "127.0.0.1", 0)
    with pytest.raises(NotSent):
        await smtp.send(route(server.sockets[0].getsockname()[1]), "ann@example.com", MESSAGE, seconds=0.5)
    server.close()


async def test_nobody_there_is_no_loss() -> None:
    async with relay() as there:
        port = there.port
    with pytest.raises(Unreachable):
        await smtp.send(route(port), "ann@example.com", MESSAGE)
    assert not await smtp.reach(route(port))


async def test_a_relay_that_talks_can_be_reached() -> None:
    async with relay() as there:
        assert await smtp.reach(route(there.port))


@pytest.mark.parametrize("answers", [{"GREETING": HANGS}, {"GREETING": "421 closed"}, {"EHLO": LEAVES}], ids=str)
async def test_a_relay_that_does_not_talk_cannot_be_reached(answers: dict[str, str]) -> None:
    async with relay(**answers) as there:
        assert not await smtp.reach(route(there.port), seconds=0.3)


async def test_without_encryption_nothing_is_said_to_another_machine() -> None:
    """A relay that does not offer STARTTLS is told neither password nor message."""
    async with relay() as there:
        strict = MailRoute("smtp", "127.0.0.1", there.port, "nudge@example.com", "ann", "secret", "starttls")
        with pytest.raises(NotSent) as raised:
            await smtp.send(strict, "ann@example.com", MESSAGE)
    assert there.messages == []
    assert "secret" not in str(raised.value)
