"""What is compared before and after: every row of a projection, without what differs from copy to copy."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from local.rebuild import audit, reminders, updates
from local.rebuild.outcome import Outcome
from local.rebuild.transaction import Connection, alone

Rows = list[tuple[Any, ...]]

# An audit row also says when it was recorded, and an event when and by which transaction it was written: that is of the copy.
PROJECTIONS = {
    "audit": "SELECT to_jsonb(audit) - 'recorded_at' FROM audit ORDER BY event_id",
    "reminders": """
        SELECT to_jsonb(reminder) || jsonb_build_object(
            'trigger_time', date_trunc('milliseconds', trigger_time), 'attempt_at', date_trunc('milliseconds', attempt_at),
            'created_at', date_trunc('milliseconds', created_at), 'updated_at', date_trunc('milliseconds', updated_at))
        FROM reminder ORDER BY id
    """,
    "updates": "SELECT key, sequence, type, time, body - 'id' FROM event WHERE topic = 'task-updates' ORDER BY key, sequence, id",
    "counts": "SELECT id, updates FROM task ORDER BY id",
}

# A third is lost, a third is wrong, and something is there that never happened.
DAMAGE = {
    "audit": (
        "DELETE FROM audit WHERE hashtext(event_id::text) % 3 = 0",
        "UPDATE audit SET detail = '{}', result = 'nonsense' WHERE hashtext(event_id::text) % 3 = 1",
        "INSERT INTO audit SELECT gen_random_uuid(), time, event_type, entity_type, entity_id, actor, source, correlation_id, result, detail "
        "FROM audit LIMIT 3",
    ),
    "reminders": (
        "DELETE FROM reminder WHERE status <> 'triggered' AND hashtext(id::text) % 3 = 0",
        "UPDATE reminder SET status = 'cancelled', attempt_at = NULL, reason = 'nonsense', sequence = sequence - 1 "
        "WHERE status <> 'triggered' AND hashtext(id::text) % 3 = 1",
        "INSERT INTO reminder (id, task_id, entry, trigger_time, status, delivery_method, attempt_at, sequence, created_at, updated_at) "
        "SELECT gen_random_uuid(), gen_random_uuid(), 'lead:5', '2099-01-01', 'pending', 'in-app', '2099-01-01', 1, now(), now()",
    ),
    "updates": (
        "DELETE FROM event WHERE topic = 'task-updates' AND type LIKE 'task.%' AND type <> 'task.conflict' AND hashtext(id::text) % 3 = 0",
        """UPDATE event SET body = body || '{"data": {}}' WHERE topic = 'task-updates' AND type LIKE 'task.%' AND type <> 'task.conflict'
           AND hashtext(id::text) % 3 = 1""",
        """INSERT INTO event (id, topic, key, sequence, type, time, body)
           SELECT gen_random_uuid(), 'task-updates', 'x', 1, 'task.created', max(time), '{}' FROM event""",
        "UPDATE task SET updates = updates + 5 WHERE hashtext(id::text) % 2 = 0",
    ),
}  # fmt: skip

_REBUILDS: dict[str, Callable[[Connection, Callable[[], None], datetime | None], Outcome]] = {
    "audit": lambda connection, tick, _: audit.rebuild(connection, tick),
    "reminders": reminders.rebuild,
    "updates": updates.rebuild,
}


def rows(dsn: str, what: str) -> Rows:
    """The projection; that of updates with the counts that go with it."""
    with psycopg.connect(dsn) as connection:
        names = ("updates", "counts") if what == "updates" else (what,)
        return [row for name in names for row in connection.execute(PROJECTIONS[name]).fetchall()]  # type: ignore[call-overload]


def damage(dsn: str, what: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in DAMAGE[what]:
            connection.execute(statement)  # type: ignore[call-overload]


def rebuild(dsn: str, what: str, now: datetime | None = None) -> Outcome:
    with alone(dsn) as connection:
        return _REBUILDS[what](connection, lambda: None, now)


def comes_out_equal(dsn: str, what: str, now: datetime | None = None) -> None:
    """As it is; after it was damaged; and again."""
    before = rows(dsn, what)
    assert before, "there is something to compare"
    assert rebuild(dsn, what, now).was_equal
    assert rows(dsn, what) == before
    damage(dsn, what)
    assert rows(dsn, what) != before
    outcome = rebuild(dsn, what, now)
    assert rows(dsn, what) == before
    assert outcome.added and outcome.removed
    assert not outcome.left_out
    assert rebuild(dsn, what, now).was_equal
