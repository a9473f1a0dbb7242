"""The edge of write-audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import functions_framework.aio
import orjson
from cloudevents.http import CloudEvent

from functions.write_audit.trail import row
from shared.consumer import Consumer
from shared.database import UnitOfWork
from shared.delivery import single
from shared.events import Event

# An inbox forgets after a time; an event that is replayed after that stands in the trail already.
_INSERT = """
    INSERT INTO audit (event_id, time, event_type, entity_type, entity_id, actor, source, correlation_id, result, detail)
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS row(
        event_id uuid, time timestamptz, event_type text, entity_type text, entity_id text,
        actor jsonb, source text, correlation_id text, result text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
"""

_NAMES = [
    "event_id",
    "time",
    "event_type",
    "entity_type",
    "entity_id",
    "actor",
    "source",
    "correlation_id",
    "result",
    "detail",
]


async def record(events: Sequence[Event], work: UnitOfWork, now: datetime) -> None:
    """One row an event, all in one statement."""
    rows = [dict(zip(_NAMES, row(event), strict=True)) for event in events]
    await work.connection.execute(_INSERT, (orjson.dumps(rows).decode(),))


consumer = Consumer("write-audit", record)


@functions_framework.aio.cloud_event
async def write_audit(event: CloudEvent) -> None:
    await single(consumer, event)
