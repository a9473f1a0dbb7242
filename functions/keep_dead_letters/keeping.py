"""Dead letters come in: joined with the reasons that their consumers stored, one row for each event and consumer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.keep_dead_letters.addressees import Addressee, Standing, addressees
from functions.keep_dead_letters.letter import KEPT, Letter
from shared import metrics
from shared.audit_events import audit_event
from shared.catalogue import Catalogue
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import Cause
from shared.identifiers import uuid7

log = logging.getLogger(__name__)

SOURCE = "/functions/keep-dead-letters"

_ORIGIN = "SELECT topic, key, sequence FROM event WHERE id = %s"

_STANDINGS = """
    SELECT consumer.name, inbox.status, coalesce(inbox.attempts, 0), inbox.reason, coalesce(place.sequence >= %(sequence)s, false)
    FROM unnest(%(consumers)s::text[]) AS consumer(name)
    LEFT JOIN inbox ON inbox.consumer = consumer.name AND inbox.event_id = %(event)s
    LEFT JOIN consumer_position AS place ON place.consumer = consumer.name AND place.topic = %(topic)s AND place.key = %(key)s
    ORDER BY consumer.name
"""

# A letter may be delivered twice like anything else: what the consumer counted tells a repeat from another failure.
_KEEP = """
    WITH before AS (SELECT status FROM dead_letter WHERE event_id = %(event)s AND consumer = %(consumer)s)
    INSERT INTO dead_letter AS kept (id, event_id, consumer, topic, type, subject, correlation_id, reason, attempts, status, raw, size,
                                     first_at, last_at)
    VALUES (%(id)s, %(event)s, %(consumer)s, %(topic)s, %(type)s, %(subject)s, %(correlation)s, %(reason)s, %(attempts)s, 'open',
            %(raw)s, %(size)s, %(now)s, %(now)s)
    ON CONFLICT (event_id, consumer) DO UPDATE SET
        status = 'open', settled_at = NULL, attempts = excluded.attempts, reason = excluded.reason, last_at = excluded.last_at
        WHERE kept.status <> 'discarded'
    RETURNING id, (SELECT status FROM before)
"""


@dataclass(frozen=True)
class _Origin:
    """Where the event came from; `key` and `sequence` are None for what is not in the event table."""

    topic: str
    key: str | None = None
    sequence: int | None = None


async def keep(letter: Letter, work: UnitOfWork, catalogue: Catalogue, now: datetime) -> None:
    """Stores a letter for everybody who could not process it; the audit trail is told of what is new or has failed again."""
    origin = await _origin(work.connection, letter)
    found = addressees(await _standings(work.connection, letter, origin, catalogue), letter.flaw)
    if not found:
        log.info("a dead letter is out of date: all have processed the event", extra={"event": str(letter.event_id)})
    for addressee in found:
        await _keep(letter, origin, addressee, work, now)


async def _origin(connection: Connection, letter: Letter) -> _Origin:
    """The event table knows better than the letter, which anybody may have written."""
    row: Any = await (await connection.execute(_ORIGIN, (letter.event_id,))).fetchone()
    return _Origin(*row) if row else _Origin(letter.topic)


async def _standings(
    connection: Connection, letter: Letter, origin: _Origin, catalogue: Catalogue
) -> Sequence[Standing]:
    given = {
        "consumers": _consumers(origin.topic, catalogue),
        "event": letter.event_id,
        "topic": origin.topic,
        "key": origin.key,
        "sequence": origin.sequence,
    }
    rows: list[Any] = await (await connection.execute(_STANDINGS, given)).fetchall()
    return [Standing(*row) for row in rows]


def _consumers(topic: str, catalogue: Catalogue) -> list[str]:
    """Whose dead letters those of a topic are: who gets every event from now on has none."""
    return [
        name
        for name, function in catalogue.functions.items()
        if any(each.topic == topic and not each.fanout for each in function.subscribes)
    ]


async def _keep(letter: Letter, origin: _Origin, addressee: Addressee, work: UnitOfWork, now: datetime) -> None:
    given = {
        "id": uuid7(),
        "event": letter.event_id,
        "consumer": addressee.consumer,
        "topic": origin.topic,
        "type": letter.type,
        "subject": letter.subject,
        "correlation": letter.correlation_id,
        "reason": addressee.reason,
        "attempts": addressee.attempts,
        "raw": None if origin.key is not None else letter.content[:KEPT],
        "size": len(letter.content),
        "now": now,
    }
    row: Any = await (await work.connection.execute(_KEEP, given)).fetchone()
    # None: discarded, and found on the topic once more. Open before: the same letter delivered twice.
    if row is None or row[1] == "open":
        return
    metrics.dead_letters.labels(addressee.consumer or "unknown", origin.topic or "unknown").inc()
    detail: dict[str, Any] = {"dead_letter": str(row[0]), "event_id": str(letter.event_id), "type": letter.type}
    detail |= {"consumer": addressee.consumer, "attempts": addressee.attempts, "reason": addressee.reason}
    log.error("an event was given up", extra={**detail, "correlation_id": letter.correlation_id})
    # A report that died is not reported about: it might never end.
    if not letter.type.startswith("audit.event_"):
        cause = Cause(SOURCE, correlation_id=letter.correlation_id)
        work.emit(audit_event("event_dead", letter.subject or f"dead-letters/{row[0]}", "kept", detail, cause, now))
