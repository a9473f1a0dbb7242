"""What must hold of reminders and of the audit trail at the end of a run."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from tests.chaos.history import Armed

Connection = psycopg.Connection[tuple[Any, ...]]

# Every event of a reminder has a sequence; saying so finds them by their index.
_OF_IT = "topic = 'reminders' AND key = reminder.id::text AND sequence IS NOT NULL"
_REMINDERS = f"""
    SELECT task_id, trigger_time, status,
        (SELECT count(*) FROM event WHERE {_OF_IT} AND type = 'reminder.sent'),
        (SELECT count(*) FROM notification WHERE reminder_id = reminder.id),
        LEAST(
            (SELECT min(time) FROM event WHERE {_OF_IT} AND type = ANY(%(telling)s)),
            (SELECT min(created_at) FROM notification WHERE reminder_id = reminder.id AND %(steady)s))
    FROM reminder WHERE task_id = ANY(%(tasks)s::uuid[])
"""
# Reminders that fall due together are sent together, so that one may be sent before its own event arrives and shows it.
_UNFINISHED = """
    SELECT count(*) FROM unnest(%s::uuid[]) AS armed (task) WHERE NOT EXISTS (
        SELECT FROM reminder WHERE task_id = armed.task AND status NOT IN ('pending', 'triggered')
            AND (status <> 'sent' OR EXISTS (SELECT FROM notification WHERE reminder_id = reminder.id)))
"""
_NOT_AUDITED = """
    SELECT topic, type, id FROM event WHERE topic = ANY(%s) AND NOT EXISTS (
        SELECT FROM audit WHERE audit.event_id = event.id AND audit.event_type = event.type AND audit.time = event.time)
"""
# Rows of one transaction have the same moment.
_OUT_OF_ORDER = """
    SELECT key, sequence FROM (
        SELECT key, sequence, recorded_at, lag(recorded_at) OVER (PARTITION BY key ORDER BY sequence) AS before
        FROM event JOIN audit ON audit.event_id = event.id WHERE topic = 'task-events') AS steps
    WHERE recorded_at < before
"""


@dataclass(frozen=True)
class Came:
    """A reminder as it is in the end. `first`: when anything of it was told or shown, None when nothing was."""

    task: str
    at: datetime
    status: str
    sent: int
    shown: int
    first: datetime | None


def unfinished(connection: Connection, armed: Iterable[Armed]) -> int:
    """How many reminders that must come are not over."""
    row = connection.execute(_UNFINISHED, ([each.task for each in armed if each.in_time],)).fetchone()
    assert row
    return int(row[0])


def reminders(connection: Connection, armed: Iterable[Armed], steady: bool = True) -> list[Came]:
    """`steady`: whether the clock never jumped; else what followed the firing may bear an earlier time than it and says nothing."""
    telling = ["reminder.triggered", "reminder.sent"] if steady else ["reminder.triggered"]
    asked = {"tasks": [each.task for each in armed], "telling": telling, "steady": steady}
    rows = connection.execute(_REMINDERS, asked)
    return [Came(str(task), *rest) for task, *rest in rows]


def judged(armed: Iterable[Armed], came: Iterable[Came]) -> tuple[list[str], list[str], list[str]]:
    """(lost, doubled, wrong): each reminder was sent once and shown once, and none before its moment."""
    lost, doubled, wrong = list[str](), list[str](), list[str]()
    of: dict[str, list[Came]] = defaultdict(list)
    for each in came:
        of[each.task].append(each)
    for wanted in armed:
        name, found = f"the reminder of task {wanted.task}", of[wanted.task]
        sent, shown = sum(each.sent for each in found), sum(each.shown for each in found)
        if wanted.in_time and (sent == 0 or shown == 0):
            lost.append(f"{name} for {wanted.at}: {found}")
        if len(found) > 1 or sent > 1 or shown > 1:
            doubled.append(f"{name} for {wanted.at}: {found}")
        wrong += [
            f"{name} came at {each.first}, before {wanted.at}"
            for each in found
            if each.first and each.first < wanted.at
        ]
    return lost, doubled, wrong


def not_audited(connection: Connection, topics: list[str]) -> list[str]:
    return [f"the audit of {topic} {type_} {id_}" for topic, type_, id_ in connection.execute(_NOT_AUDITED, (topics,))]


def out_of_order(connection: Connection) -> list[str]:
    """Tasks whose changes the audit trail took in another order than they were made."""
    return [
        f"event {sequence} of task {key} was audited before the one before it"
        for key, sequence in connection.execute(_OUT_OF_ORDER)
    ]
