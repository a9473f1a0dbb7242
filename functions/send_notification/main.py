"""The edge of send-notification."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import functions_framework.aio
from cloudevents.http import CloudEvent

from functions.send_notification import arrivals, outage, sender, verifications
from functions.send_notification.dispatch import Dispatch
from functions.send_notification.postbox import postbox
from functions.send_notification.push import sender as pusher
from shared.consumer import Consumer, Outcome
from shared.database import UnitOfWork
from shared.delivery import single
from shared.events import Event
from shared.services import Services

_PARTING = 3.0
"""Seconds."""
_PROBES = frozenset({"email.probe_requested"})
_SENDS = frozenset({"reminder.triggered", "email.verification_requested"})


class Notifier(Consumer):
    """Takes events in by one transaction, and before it answers sends what waits: a function that sleeps sends nothing."""

    def __init__(self) -> None:
        super().__init__("send-notification", self._take_in)
        self.dispatch = Dispatch()

    async def receive(self, bodies: Sequence[Mapping[str, Any]], topic: str = "") -> list[Outcome]:
        outcomes = await super().receive(bodies, topic)
        kinds = {body.get("type") for body in bodies if isinstance(body, Mapping)}
        if _PROBES & kinds:
            await self.dispatch.run(outage.look(self._bound))
        if _SENDS & kinds:
            mail, push = sender.send_waiting(self._bound), pusher.send_waiting(self._bound)
            await asyncio.gather(self.dispatch.run(mail), self.dispatch.run(push))
        return outcomes

    async def _take_in(self, events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
        due = {UUID(event.key) for event in events if event.type == "reminder.triggered"}
        asked = {event.id for event in events if event.type == "email.verification_requested"}
        if due:
            box = await postbox(work.connection, self._bound)
            await arrivals.receive(due, work, box, sender.CAUSE, now)
        if asked:
            await verifications.ask(work.connection, asked, now)

    @property
    def _bound(self) -> Services:
        assert self._services is not None, "bind comes before the first delivery"
        return self._services


consumer = Notifier()


async def run(services: Services) -> None:
    """Gives messages under way a moment when the process ends: one that is cut off would be sent again."""
    try:
        await asyncio.Event().wait()
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PARTING):
                await consumer.dispatch.finish()


@functions_framework.aio.cloud_event
async def send_notification(event: CloudEvent) -> None:
    await single(consumer, event)
