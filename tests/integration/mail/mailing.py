"""Reminders all the way to a relay, with a clock in the hand; the broker is played by the test, which may repeat and lose."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import orjson

from functions.send_notification.main import Notifier
from shared import preferences
from shared.preferences import Preferences
from shared.services import Services
from tests.integration.mail.relay import Relay
from tests.integration.reminders.reminding import Reminding

ADDRESS = "ann@example.org"


class Mailing(Reminding):
    """`delivered` holds what the broker has handed to send-notification so far."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.notifier = self._notifier()
        self._read = 0

    def with_relay(self, relay: Relay, scheme: str = "smtp") -> Mailing:
        secrets = {
            **self.services.secrets,
            "mail-url": f"{scheme}://127.0.0.1:{relay.port}",
            "mail-from": "Nudge <nudge@example.com>",
            "link-key": "key",
        }
        settings = self.services.settings.model_copy(update={"public_url": "https://nudge.example.com"})
        self.services = replace(self.services, secrets=secrets, settings=settings)
        self.notifier = self._notifier()
        return self

    def another(self) -> Notifier:
        """A second replica."""
        return self._notifier()

    async def prefer(self, **fields: Any) -> None:
        given = {"email": ADDRESS, "email_verified": True, "timezone": "UTC", "locale": "en-GB"} | fields
        async with self.services.database.unit_of_work() as work:
            await preferences.write(work.connection, Preferences(**given))

    async def due(self, *titles: str, at: datetime | None = None) -> list[Any]:
        """Tasks whose time has come, with their reminders fired; the clock is moved there."""
        moment = at or self.later(minutes=10)
        made = [
            await self.create(moment.isoformat(), title=title, reminders=({"lead_minutes": 0},)) for title in titles
        ]
        await self.deliver(*(event for _, event in made))
        await self.fire()
        return [task for task, _ in made]

    async def events(self) -> list[dict[str, Any]]:
        """The events for send-notification since the last look; they are with the broker now."""
        async with self.services.database.connection() as connection:
            await connection.execute("DELETE FROM outbox")
            cursor = await connection.execute(
                "SELECT position, body FROM event WHERE topic = 'reminders' AND position > %s ORDER BY position",
                (self._read,),
            )
            found: list[Any] = await cursor.fetchall()
        self._read = found[-1][0] if found else self._read
        return [body for _, body in found]

    async def notify(self, notifier: Notifier | None = None) -> Sequence[str]:
        """Hands over what the broker has, as often as that leads to new events for it."""
        outcomes: list[str] = []
        while news := await self.events():
            outcomes += await (notifier or self.notifier).receive(news, "reminders")
        return outcomes

    async def notifications(self) -> list[tuple[str, str]]:
        """(kind, title), oldest first."""
        async with self.services.database.connection() as connection:
            cursor = await connection.execute("SELECT kind, title FROM notification ORDER BY created_at, id")
            return [(str(kind), str(title)) for kind, title in await cursor.fetchall()]

    async def of_digest(self, digest: UUID | None) -> list[str]:
        """Titles of the notifications that the page shows for a digest."""
        async with self.services.database.connection() as connection:
            cursor = await connection.execute(
                "SELECT title FROM notification WHERE digest_id = %s ORDER BY 1", (digest,)
            )
            return [str(title) for (title,) in await cursor.fetchall()]

    async def status(self, task: Any) -> str:
        (reminder,) = await self.of(task)
        return reminder.status

    def _notifier(self) -> Notifier:
        notifier = Notifier()
        notifier.bind(self.services)
        return notifier


def read(message: bytes) -> EmailMessage:
    return message_from_bytes(message, _class=EmailMessage, policy=policy.default)


def text_of(message: bytes) -> str:
    """The text part."""
    return str(read(message.removesuffix(b".\r\n")).get_body(("plain",)).get_content())  # type: ignore[union-attr]


def subjects(relay: Relay) -> list[str]:
    return [str(read(message)["Subject"]) for message in relay.messages]


async def until(condition: Any, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def json(event: Any) -> dict[str, Any]:
    return dict(orjson.loads(event.body))
