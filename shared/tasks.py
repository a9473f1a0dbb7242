"""What the product asks of the table task, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from shared import outbox
from shared.connection import Connection
from shared.due import Due
from shared.events import Event
from shared.recurrence.series import Series
from shared.task import Task

COLUMNS = (
    "id, title, description, due_at, due_date, due_zone, priority, tags, status, completed_at, created_at, updated_at, deleted_at, "
    "version, updates, reminders, recurrence, series_id"
)

_VALUES = (
    "%(id)s, %(title)s, %(description)s, %(due_at)s::timestamptz, %(due_date)s::date, %(due_zone)s, %(priority)s, %(tags)s::text[], %(status)s, "
    "%(completed_at)s::timestamptz, %(created_at)s::timestamptz, %(updated_at)s::timestamptz, %(deleted_at)s::timestamptz, %(version)s, %(updates)s, "
    "%(reminders)s::jsonb, %(recurrence)s::jsonb, %(series_id)s::uuid"
)

# The claim of the key decides whether anything is stored at all: a repeated request finds no row in `allowed`.
_CLAIM = """
    claim AS (
        INSERT INTO idempotency (key, fingerprint, status, answer)
        SELECT %(key)s::text, %(fingerprint)s::bytea, %(answer_status)s::int, %(answer)s::text WHERE %(key)s::text IS NOT NULL
        ON CONFLICT (key) DO NOTHING RETURNING key),
    allowed AS (SELECT 1 WHERE %(key)s::text IS NULL OR EXISTS (SELECT FROM claim)),
"""

_LOGGED = outbox.LOG_AND_QUEUE.format(gate="allowed CROSS JOIN")

_TYPED = """
    id uuid, title text, description text, due_at timestamptz, due_date date, due_zone text, priority text, tags text[],
    status text, completed_at timestamptz, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
    version int, updates int, reminders jsonb, recurrence jsonb, series_id uuid
"""

_CREATE = f"""
    WITH given AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given({_TYPED},
            key text, fingerprint bytea, answer_status int, answer text, events jsonb, series jsonb)),
    claim AS (
        INSERT INTO idempotency (key, fingerprint, status, answer)
        SELECT key, fingerprint, answer_status, answer FROM given WHERE key IS NOT NULL ORDER BY key
        ON CONFLICT (key) DO NOTHING RETURNING key),
    allowed AS (SELECT * FROM given WHERE key IS NULL OR key IN (SELECT key FROM claim)),
    made AS (INSERT INTO task ({COLUMNS}) SELECT {COLUMNS} FROM allowed),
    begun AS (
        INSERT INTO series (id, recurrence, anchor, all_day, zone, template, created_at, updated_at, version)
        SELECT begun.* FROM allowed, jsonb_to_record(allowed.series) AS begun(
            id uuid, recurrence jsonb, anchor timestamp, all_day boolean, zone text, template jsonb,
            created_at timestamptz, updated_at timestamptz, version int)
        WHERE allowed.series IS NOT NULL
        RETURNING id, anchor),
    placed AS (
        INSERT INTO occurrence (series_id, planned, task_id, made_at)
        SELECT begun.id, begun.anchor, allowed.id, allowed.created_at FROM begun JOIN allowed ON allowed.series_id = begun.id),
    logged AS (
        INSERT INTO event (id, topic, key, sequence, type, time, body)
        SELECT (body->>'id')::uuid, topic, body->>'partitionkey', (body->>'sequence')::int, body->>'type',
               (body->>'time')::timestamptz, body
        FROM allowed, jsonb_to_recordset(allowed.events) AS event(topic text, body jsonb)
        RETURNING id),
    queued AS (INSERT INTO outbox (event_id) SELECT id FROM logged)
    SELECT id FROM allowed
"""

_ADD = f"INSERT INTO task ({COLUMNS}) SELECT {COLUMNS} FROM jsonb_to_recordset(%s::jsonb) AS given({_TYPED})"

_SAVE = f"UPDATE task SET ({COLUMNS}) = ROW ({_VALUES}) WHERE id = %(id)s"

_CHANGE = f"""WITH {_CLAIM}
    changed AS (UPDATE task SET ({COLUMNS}) = ROW ({_VALUES}) FROM allowed WHERE task.id = %(id)s), {_LOGGED} SELECT count(*) FROM allowed"""

_REMOVE = f"WITH {_CLAIM} gone AS (DELETE FROM task USING allowed WHERE task.id = %(id)s), {_LOGGED} SELECT count(*) FROM allowed"

_KEEP_ANSWER = f"WITH {_CLAIM.rstrip().rstrip(',')} SELECT count(*) FROM allowed"


class Once:
    """A request's idempotency key, what the request was, and the answer that repeats of it get."""

    __slots__ = ("answer", "fingerprint", "key", "status")

    def __init__(self, key: str | None, fingerprint: bytes, status: int, answer: bytes) -> None:
        self.key, self.fingerprint, self.status, self.answer = key, fingerprint, status, answer

    def parameters(self) -> dict[str, Any]:
        answer = self.answer.decode() if self.key is not None else None
        return {"key": self.key, "fingerprint": self.fingerprint, "answer_status": self.status, "answer": answer}


@dataclass(frozen=True, slots=True)
class NewTaskRow:
    """A task to be created, with its events, the answer that repeats of the request get, and the series it begins."""

    task: Task
    events: Sequence[Event]
    once: Once
    series: Series | None = None


async def create(connection: Connection, rows: Sequence[NewTaskRow]) -> list[bool]:
    """Stores tasks, their events and answers in one statement.

    False where the key was used before, also by an earlier one of these: then nothing of that row is stored.
    """
    first = {row.once.key: row.task.id for row in reversed(rows) if row.once.key}
    chosen = [row for row in rows if row.once.key is None or first[row.once.key] == row.task.id]
    cursor = await connection.execute(_CREATE, (orjson.dumps([_record(row) for row in chosen]).decode(),))
    stored = {id_ for (id_,) in await cursor.fetchall()}
    return [row.task.id in stored for row in rows]


def _record(row: NewTaskRow) -> dict[str, Any]:
    once = row.once
    return {
        **_json(row.task),
        "key": once.key,
        "fingerprint": "\\x" + once.fingerprint.hex(),
        "answer_status": once.status,
        "answer": once.answer.decode() if once.key is not None else None,
        "events": [{"topic": event.topic, "body": orjson.Fragment(event.body)} for event in row.events],
        "series": row.series.row() if row.series else None,
    }


def _json(task: Task) -> dict[str, Any]:
    return {**_row(task), "reminders": task.reminders, "recurrence": task.recurrence}


async def add(connection: Connection, new: Sequence[Task]) -> None:
    """Stores new tasks within a unit of work, which takes their events."""
    if new:
        await connection.execute(_ADD, (orjson.dumps([_json(task) for task in new]).decode(),))


async def save(connection: Connection, task: Task) -> None:
    """Stores the next version within a unit of work, which takes its events."""
    await connection.execute(_SAVE, _row(task))


async def delete(connection: Connection, ids: Sequence[UUID]) -> None:
    """Deletes rows for good within a unit of work, which takes their events."""
    await connection.execute("DELETE FROM task WHERE id = ANY(%s::uuid[])", (list(ids),))


async def change(connection: Connection, task: Task, events: Sequence[Event], once: Once) -> bool:
    """Stores the next version with its events and answer; False when the key was used before, and then nothing is stored."""
    return await _write(connection, _CHANGE, {**_row(task), **outbox.parameters(events), **once.parameters()})


async def remove(connection: Connection, task: Task, events: Sequence[Event], once: Once) -> bool:
    """Deletes the row for good; see change."""
    return await _write(connection, _REMOVE, {"id": task.id, **outbox.parameters(events), **once.parameters()})


async def keep_answer(connection: Connection, once: Once) -> bool:
    """Stores the answer of a request that changed nothing, so that its repeats get the same."""
    return await _write(connection, _KEEP_ANSWER, once.parameters())


async def find(connection: Connection, task_id: UUID, *, lock: bool = False) -> Task | None:
    """The task, in the trash or not; with `lock` nobody else changes it before the transaction ends."""
    cursor = await connection.execute(
        f"SELECT {COLUMNS} FROM task WHERE id = %s{' FOR UPDATE' if lock else ''}", (task_id,)
    )
    row = await cursor.fetchone()
    return from_row(row) if row else None


async def _write(connection: Connection, statement: str, parameters: dict[str, Any]) -> bool:
    cursor = await connection.execute(statement, parameters)
    row = await cursor.fetchone()
    return row == (1,)


def _row(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "description": task.description,
        "due_at": task.due.instant if task.due else None,
        "due_date": task.due.day if task.due else None,
        "due_zone": task.due.zone if task.due else None,
        "priority": task.priority,
        "tags": list(task.tags),
        "status": task.status,
        "completed_at": task.completed_at,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "deleted_at": task.deleted_at,
        "version": task.version,
        "updates": task.updates,
        "reminders": orjson.dumps(task.reminders).decode(),
        "recurrence": orjson.dumps(task.recurrence).decode() if task.recurrence else None,
        "series_id": task.series_id,
    }


def from_row(row: Sequence[Any]) -> Task:
    """A row of COLUMNS as a Task."""
    (
        id_,
        title,
        description,
        due_at,
        due_date,
        due_zone,
        priority,
        tags,
        status,
        completed,
        created,
        updated,
        deleted,
    ) = row[:13]
    version, updates, reminders, recurrence, series = row[13:18]
    return Task(
        id=id_,
        title=title,
        description=description,
        due=Due(_utc(due_at), due_zone, due_date) if due_at else None,
        priority=priority,
        tags=tuple(tags),
        status=status,
        completed_at=_utc(completed) if completed else None,
        created_at=_utc(created),
        updated_at=_utc(updated),
        deleted_at=_utc(deleted) if deleted else None,
        version=version,
        updates=updates,
        reminders=tuple(reminders),
        recurrence=recurrence,
        series_id=series,
    )


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
