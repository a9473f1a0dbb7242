"""The update log of the screens: beside each event of a task on task-events its twin on task-updates, as long as those are kept.

Conflicts and notifications are told on task-updates alone: they are not made anew, but keep their places between the others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from functions.purge_expired.retention import UPDATES
from local.rebuild.outcome import Outcome
from local.rebuild.transaction import Connection, count, hold
from shared.clock import system_clock

# A conflict takes the place behind the version it tells of. Those that were purged came before all that is kept, and still stand in the log
# for the audit trail.
_TELL = """
    CREATE TEMP TABLE told ON COMMIT DROP AS
    WITH conflict AS (
        SELECT key, (body->'data'->'task'->>'version')::int AS version FROM event
        WHERE topic = 'task-updates' AND type = 'task.conflict'),
    known AS (SELECT key, count(*) AS number FROM conflict GROUP BY key),
    ever AS (
        SELECT split_part(body->>'subject', '/', 2) AS key, count(*) AS number FROM event
        WHERE topic = 'audit-events' AND type = 'audit.task_conflict' GROUP BY 1)
    SELECT event.key, event.type, event.time, place.sequence,
           event.body - 'id' || jsonb_build_object('sequence', place.sequence) AS body
    FROM event LEFT JOIN ever USING (key) LEFT JOIN known USING (key)
    CROSS JOIN LATERAL (
        SELECT (event.sequence + greatest(coalesce(ever.number, 0) - coalesce(known.number, 0), 0)
                + (SELECT count(*) FROM conflict WHERE conflict.key = event.key AND conflict.version < event.sequence))::int
            AS sequence) AS place
    WHERE event.topic = 'task-events' AND event.time >= %(since)s
"""
_TWIN = "event.topic = 'task-updates' AND event.type LIKE 'task.%%' AND event.type <> 'task.conflict'"

# What differs is taken away and written anew: streams go by the transaction, so the screens get what is right.
_REMOVE = f"""
    DELETE FROM event WHERE {_TWIN} AND event.time >= %(since)s AND NOT EXISTS (
        SELECT FROM told WHERE told.key = event.key AND told.sequence = event.sequence AND told.type = event.type
        AND told.time = event.time AND told.body = event.body - 'id')
"""
_ADD = """
    INSERT INTO event (id, topic, key, sequence, type, time, body)
    SELECT id, 'task-updates', key, sequence, type, time, body || jsonb_build_object('id', id)
    FROM (SELECT gen_random_uuid() AS id, told.* FROM told ORDER BY time, key, sequence) AS twin
    ON CONFLICT (topic, key, sequence) WHERE sequence IS NOT NULL DO NOTHING
"""
_COUNT = """
    WITH ever AS (
        SELECT split_part(body->>'subject', '/', 2) AS key, count(*) AS number FROM event
        WHERE topic = 'audit-events' AND type = 'audit.task_conflict' GROUP BY 1)
    UPDATE task SET updates = right_one.updates FROM (
        SELECT task.id, task.version + coalesce(ever.number, 0)::int AS updates FROM task LEFT JOIN ever ON ever.key = task.id::text
    ) AS right_one
    WHERE right_one.id = task.id AND task.updates <> right_one.updates
"""
_LOAD_ANEW = """
    UPDATE installation SET updates_from = greatest(updates_from, pg_current_xact_id()::text::bigint + 1)
"""


def rebuild(connection: Connection, tick: Callable[[], None], now: datetime | None = None) -> Outcome:
    """Holds up changes of tasks meanwhile. When anything differed, screens that come back load everything anew."""
    given = {"since": (now or system_clock()) - UPDATES}
    hold(connection, "task")
    tick()
    connection.execute(_TELL, given)
    connection.execute("CREATE UNIQUE INDEX ON told (key, sequence)")
    tick()
    removed = connection.execute(_REMOVE, given).rowcount
    added = connection.execute(_ADD).rowcount
    counted = connection.execute(_COUNT).rowcount
    outcome = Outcome(count(connection, "SELECT count(*) FROM told"), added, counted, removed)
    if not outcome.was_equal:
        connection.execute(_LOAD_ANEW)
    return outcome
