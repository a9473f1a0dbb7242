"""Reminders: each as its last event on the topic reminders tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from functions.purge_expired.retention import RETENTIONS
from local.rebuild.outcome import Outcome
from local.rebuild.transaction import Connection, count, hold
from shared.clock import system_clock
from shared.reminders import rows

_KEPT = next(retention.kept for retention in RETENTIONS if retention.table == "reminder")
_NAMES = ", ".join(rows.NAMES)


def _instant(name: str) -> str:
    """Events tell instants to the millisecond; a row that knows the same one more exactly keeps it."""
    said, known = f"said.{name}", f"reminder.{name}"
    return f"CASE WHEN date_trunc('milliseconds', {known}) = {said} THEN {known} ELSE {said} END"


# fire-reminders' lease and the message that send-notification is about to send are told when they are over: until then they stand in
# the row alone, and taking them away would send the message twice.
_UNDER_WAY = "(reminder.sequence = said.sequence AND reminder.status = 'triggered' AND said.status = 'triggered')"


def _unless_under_way(name: str, said: str) -> str:
    return f"CASE WHEN {_UNDER_WAY} THEN reminder.{name} ELSE {said} END AS {name}"


_TELL = f"""
    CREATE TEMP TABLE told ON COMMIT DROP AS
    WITH last AS (
        SELECT DISTINCT ON (key) sequence, time, body->'data' AS data, body->'data'->'reminder' AS reminder FROM event
        WHERE topic = 'reminders' AND sequence IS NOT NULL ORDER BY key, sequence DESC),
    said AS (
        SELECT (reminder->>'id')::uuid AS id, (reminder->>'task_id')::uuid AS task_id, data->>'entry' AS entry,
               (reminder->>'trigger_time')::timestamptz AS trigger_time, reminder->>'status' AS status,
               reminder->>'delivery_method' AS delivery_method, (reminder->>'next_attempt')::timestamptz AS attempt_at,
               (reminder->>'created_at')::timestamptz AS created_at, time AS updated_at, sequence,
               (reminder->>'retry_count')::int AS retry_count, coalesce((data->>'late')::boolean, false) AS late,
               (data->>'digest_id')::uuid AS digest_id, data->>'reason' AS reason
        FROM last)
    SELECT said.id, said.task_id, said.entry, {_instant("trigger_time")} AS trigger_time, said.status, said.delivery_method,
           {_unless_under_way("attempt_at", _instant("attempt_at"))}, {_instant("created_at")} AS created_at,
           {_unless_under_way("updated_at", _instant("updated_at"))}, said.sequence, said.retry_count,
           {_unless_under_way("late", "said.late")}, {_unless_under_way("digest_id", "said.digest_id")}, said.reason
    FROM said LEFT JOIN reminder ON reminder.id = said.id
"""

# What purge-expired has taken away, or is about to, is left to it.
_PAST = "(status NOT IN ('pending', 'triggered') AND updated_at < %(kept_since)s)"
# A row that is further than the log has lost its event; what was sent by it stays sent.
_AHEAD = "reminder.sequence > told.sequence"

_REMOVE = f"""
    DELETE FROM reminder WHERE NOT EXISTS (SELECT FROM told WHERE told.id = reminder.id) AND NOT {_PAST}
"""
_CHANGE = f"""
    UPDATE reminder SET ({_NAMES}) = ROW ({", ".join(f"told.{name}" for name in rows.NAMES)}) FROM told
    WHERE told.id = reminder.id AND NOT {_AHEAD} AND ({", ".join(f"reminder.{name}" for name in rows.NAMES)})
        IS DISTINCT FROM ({", ".join(f"told.{name}" for name in rows.NAMES)})
"""
_ADD = f"""
    INSERT INTO reminder ({_NAMES}) SELECT {_NAMES} FROM told
    WHERE NOT EXISTS (SELECT FROM reminder WHERE reminder.id = told.id) AND NOT {_PAST}
"""
_LEFT = f"SELECT reminder.id FROM reminder JOIN told USING (id) WHERE {_AHEAD}"


def rebuild(connection: Connection, tick: Callable[[], None], now: datetime | None = None) -> Outcome:
    """Holds up firing, sending and planning meanwhile; what falls due comes as soon as it has ended."""
    given = {"kept_since": (now or system_clock()) - _KEPT}
    hold(connection, "reminder")
    tick()
    connection.execute(_TELL)
    connection.execute("CREATE UNIQUE INDEX ON told (id)")
    tick()
    removed = connection.execute(_REMOVE, given).rowcount
    changed = connection.execute(_CHANGE).rowcount
    added = connection.execute(_ADD, given).rowcount
    ahead = [
        f"Reminder {row[0]} is further than the log tells and was left as it is" for row in connection.execute(_LEFT)
    ]
    connection.execute("SELECT pg_notify(%s, '')", (rows.CHANNEL,))
    return Outcome(count(connection, "SELECT count(*) FROM told"), added, changed, removed, tuple(ahead))
