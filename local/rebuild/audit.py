"""The audit trail: one row for each event of the topics that write-audit consumes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from functions.write_audit.trail import row
from local.rebuild.outcome import Outcome
from local.rebuild.transaction import Connection, count, hold
from shared import catalogue
from shared.events import MalformedEvent, decode

CONSUMER = "write-audit"
_BATCH = 2_000

_NAMES = "event_id, time, event_type, entity_type, entity_id, actor, source, correlation_id, result, detail"
_TABLE = f"CREATE TEMP TABLE told ON COMMIT DROP AS SELECT {_NAMES} FROM audit WITH NO DATA"

# What the consumer was made to pass over stays left out.
_EVENTS = """
    SELECT topic, body FROM event
    WHERE topic = ANY(%s) AND NOT EXISTS (
        SELECT FROM inbox WHERE inbox.consumer = %s AND inbox.event_id = event.id AND inbox.status = 'discarded')
"""

# A row of an event that is in the log is never removed: it may have come while this one was reading.
_REMOVE = """
    DELETE FROM audit WHERE NOT EXISTS (SELECT FROM event WHERE event.id = audit.event_id AND event.topic = ANY(%s))
"""
_CHANGE = f"""
    UPDATE audit SET ({_NAMES}) = (SELECT {_NAMES} FROM told WHERE told.event_id = audit.event_id)
    FROM told AS other WHERE other.event_id = audit.event_id
      AND ({", ".join(f"audit.{name}" for name in _NAMES.split(", "))})
          IS DISTINCT FROM ({", ".join(f"other.{name}" for name in _NAMES.split(", "))})
"""
_ADD = f"INSERT INTO audit ({_NAMES}) SELECT {_NAMES} FROM told ON CONFLICT (event_id) DO NOTHING"


def rebuild(connection: Connection, tick: Callable[[], None]) -> Outcome:
    """Reads the log beside the writers, and holds them up only while the trail is compared."""
    topics = [wanted.topic for wanted in catalogue.load().functions[CONSUMER].subscribes]
    connection.execute(_TABLE)
    left_out: list[str] = []
    with connection.cursor("events") as events:
        events.execute(_EVENTS, (topics, CONSUMER))
        while batch := events.fetchmany(_BATCH):
            left_out += _take(connection, batch)
            tick()
    connection.execute("CREATE UNIQUE INDEX ON told (event_id)")
    hold(connection, "audit")
    tick()
    removed = connection.execute(_REMOVE, (topics,)).rowcount
    changed = connection.execute(_CHANGE).rowcount
    added = connection.execute(_ADD).rowcount
    return Outcome(count(connection, "SELECT count(*) FROM told"), added, changed, removed, tuple(left_out))


def _take(connection: Connection, batch: Sequence[tuple[Any, ...]]) -> list[str]:
    """Stores the rows of a batch of events; sentences about those that have none."""
    left_out = []
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY told ({_NAMES}) FROM STDIN") as copy,
    ):
        for topic, body in batch:
            try:
                copy.write_row(
                    [Jsonb(value) if isinstance(value, dict) else value for value in row(decode(body, topic))]
                )
            except (MalformedEvent, LookupError, TypeError, ValueError, AttributeError) as error:
                left_out.append(f"Event {body.get('id')} was left out: {type(error).__name__}: {error}")
    return left_out
