"""The edge of send-notification."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import functions_framework.aio
import psycopg
from cloudevents.http import CloudEvent
from psycopg_pool import PoolTimeout

from functions.send_notification import arrivals, sender, verifications
from functions.send_notification.postbox import postbox
from shared.consumer import Consumer, Outcome
from shared.database import UnitOfWork
from shared.delivery import single
from shared.events import Event
from shared.services import Services

log = logging.getLogger(__name__)


_SENDS = frozenset({"reminder.triggered", "email.verification_requested"})


class Notifier(Consumer):
    """Takes events in by one transaction, and before it answers sends what waits: a function that sleeps sends nothing."""

    def __init__(self) -> None:
        super().__init__("send-notification", self._take_in)

    async def receive(self, bodies: Sequence[Mapping[str, Any]], topic: str = "") -> list[Outcome]:
        outcomes = await super().receive(bodies, topic)
        if not any(body.get("type") in _SENDS for body in bodies if isinstance(body, Mapping)):
            return outcomes
        try:
            await sender.send_waiting(self._bound)
        except (psycopg.Error, PoolTimeout) as error:
            # The reminders are stored as triggered; they are fired again when nobody has reported back.
            log.warning("sending is postponed", extra={"error": type(error).__name__})
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


@functions_framework.aio.cloud_event
async def send_notification(event: CloudEvent) -> None:
    await single(consumer, event)
