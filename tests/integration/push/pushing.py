"""Reminders all the way to a push service, with a clock in the hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared import push_subscriptions
from shared.push_subscriptions import Subscription
from tests.integration.mail.mailing import Mailing
from tests.push_service import PushService, vapid_secrets


class Pushing(Mailing):
    """Without a provider of e-mail."""

    def with_push(self, own_hosts: str = "127.0.0.1", **secrets: str) -> Pushing:
        settings = self.services.settings.model_copy(update={"push_hosts": own_hosts})
        self.services = replace(
            self.services, secrets={**self.services.secrets, **vapid_secrets(), **secrets}, settings=settings
        )
        self.notifier = self._notifier()
        return self

    async def subscribe(self, service: PushService, browser: str = "one", endpoint: str = "") -> None:
        given = service.subscription(browser)
        subscription = Subscription(browser, endpoint or given["endpoint"], **given["keys"])
        async with self.services.database.unit_of_work() as work:
            await push_subscriptions.keep(work.connection, subscription, self.now)

    async def subscribed(self) -> list[str]:
        return [str(client) for (client,) in await self._rows("SELECT client_id FROM push_subscription ORDER BY 1")]

    async def waiting(self) -> list[tuple[str, int]]:
        """Browser and attempts of what is not over."""
        rows = await self._rows("SELECT client_id, attempts FROM push_message ORDER BY 1")
        return [(str(client), int(attempts)) for client, attempts in rows]

    async def failures(self) -> list[dict[str, Any]]:
        """What the audit trail is told."""
        rows = await self._rows("SELECT body FROM event WHERE type = 'audit.push_failed' ORDER BY position")
        return [body["data"] for (body,) in rows]

    async def _rows(self, statement: str) -> list[Any]:
        async with self.services.database.connection() as connection:
            return await (await connection.execute(statement)).fetchall()
