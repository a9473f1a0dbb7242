"""What somebody decides about a dead letter: once more, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.keep_dead_letters import shelf
from shared import inbox
from shared.audit_events import audit_event
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.errors import Conflict
from shared.events import Cause, Event, MalformedEvent, decode

_LOCK = "SELECT event_id, consumer, status, type, subject FROM dead_letter WHERE id = %s FOR UPDATE"
_EVENT = "SELECT topic, body FROM event WHERE id = %s"
_QUEUE = "INSERT INTO outbox (event_id) VALUES (%s) ON CONFLICT (event_id) DO NOTHING"
_REPLAYING = "UPDATE dead_letter SET status = 'replaying', replays = replays + 1 WHERE id = %s"
_DISCARDED = "UPDATE dead_letter SET status = 'discarded', settled_at = %s WHERE id = %s"


@dataclass(frozen=True)
class Held:
    """A letter that nobody else decides about until the transaction ends."""

    id: UUID
    event_id: UUID
    consumer: str
    status: str
    type: str
    subject: str


async def hold(connection: Connection, letter: UUID) -> Held:
    """Raises NotFound."""
    row: Any = await (await connection.execute(_LOCK, (letter,))).fetchone()
    if row is None:
        raise shelf.not_found()
    return Held(letter, *row)


async def replay(held: Held, work: UnitOfWork, cause: Cause, now: datetime) -> Event | None:
    """Queues the event for its topic: who has processed it drops it as a repeat, who has not gets it again.

    The event, to be published at once after the commit; None when it has been processed. Raises Conflict when it cannot be.
    """
    if held.status == "processed":
        return None
    if held.status == "discarded":
        raise Conflict("This dead letter was discarded.", code="dead_letter_discarded")
    event = await _event(work.connection, held)
    await work.connection.execute(_QUEUE, (held.event_id,))
    await work.connection.execute(_REPLAYING, (held.id,))
    work.emit(_told("event_replayed", "handed over again", held, cause, now))
    return event


async def discard(held: Held, work: UnitOfWork, cause: Cause, now: datetime) -> None:
    """The consumer passes over the event from now on. Raises Conflict when it has processed it."""
    if held.status == "discarded":
        return
    if held.status == "processed" or (
        held.consumer and not await inbox.discard(work.connection, held.consumer, held.event_id)
    ):
        raise Conflict("This event has been processed since.", code="dead_letter_processed")
    await work.connection.execute(_DISCARDED, (now, held.id))
    work.emit(_told("event_discarded", "passed over", held, cause, now))


async def _event(connection: Connection, held: Held) -> Event:
    row: Any = await (await connection.execute(_EVENT, (held.event_id,))).fetchone()
    if row is None:
        raise Conflict(
            "This is no event of this installation, so it can only be looked at and discarded.", code="not_replayable"
        )
    try:
        return decode(row[1], row[0])
    except MalformedEvent as error:
        raise Conflict(f"The event still cannot be read: {error}", code="not_replayable") from None


def _told(kind: str, result: str, held: Held, cause: Cause, now: datetime) -> Event:
    detail = {"dead_letter": str(held.id), "event_id": str(held.event_id), "type": held.type, "consumer": held.consumer}
    return audit_event(kind, held.subject or f"dead-letters/{held.id}", result, detail, cause, now)
