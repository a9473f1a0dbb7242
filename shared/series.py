"""What the product asks of the tables series and occurrence, one statement each.

Whoever changes a series or makes tasks of it holds its row; who locks tasks too locks the series first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from shared.connection import Connection
from shared.recurrence.series import Series
from shared.recurrence.template import template_from
from shared.task import Task
from shared.tasks import COLUMNS as TASK_COLUMNS
from shared.tasks import from_row as task_from_row

_COLUMNS = "id, recurrence, anchor, all_day, zone, template, ended_at, created_at, updated_at, version"
_TASK = ", ".join(f"task.{name}" for name in TASK_COLUMNS.split(", "))

_FIND = f"SELECT {_COLUMNS} FROM series WHERE id = ANY(%s::uuid[]) ORDER BY id"

_ADD = f"""
    INSERT INTO series ({_COLUMNS}) SELECT {_COLUMNS} FROM jsonb_to_record(%s::jsonb) AS given(
        id uuid, recurrence jsonb, anchor timestamp, all_day boolean, zone text, template jsonb, ended_at timestamptz,
        created_at timestamptz, updated_at timestamptz, version int)
"""

_SAVE = """
    UPDATE series SET anchor = %s, all_day = %s, template = %s::jsonb, ended_at = %s, updated_at = %s, version = %s WHERE id = %s
"""

_MAKE = """
    INSERT INTO occurrence (series_id, planned, task_id, source_task_id, made_at)
    SELECT %s, planned, task_id, %s, %s FROM unnest(%s::timestamp[], %s::uuid[]) AS given(planned, task_id)
    ON CONFLICT (series_id, planned) DO NOTHING RETURNING task_id
"""

_PLACE = "SELECT series_id, planned FROM occurrence WHERE task_id = %s ORDER BY made_at DESC LIMIT 1"

_PLANNED_FOR = "SELECT planned FROM occurrence WHERE task_id = %s AND series_id = %s"

_GOES_ON = "SELECT min(planned) FROM occurrence WHERE series_id = %s AND planned > %s"

_NEWEST = "SELECT max(planned) FROM occurrence WHERE series_id = %s"

_OPEN = f"""
    SELECT occurrence.planned, {_TASK} FROM occurrence JOIN task ON task.id = occurrence.task_id AND task.series_id = occurrence.series_id
    WHERE occurrence.series_id = %s AND task.status = 'active' AND task.deleted_at IS NULL
    ORDER BY occurrence.planned
"""

_BROUGHT = f"""
    SELECT {_TASK} FROM occurrence JOIN task ON task.id = occurrence.task_id AND task.series_id = occurrence.series_id
    WHERE occurrence.series_id = %s AND occurrence.source_task_id = %s
      AND task.version = 1 AND task.status = 'active' AND task.deleted_at IS NULL
    ORDER BY occurrence.planned FOR UPDATE OF task
"""

_FORGET = "DELETE FROM occurrence WHERE series_id = %s AND task_id = ANY(%s::uuid[])"

_NEW_TIME = "UPDATE occurrence SET planned = planned::date + %s::time WHERE series_id = %s"

_MOVE_ZONE = "UPDATE series SET zone = %s, updated_at = %s, version = version + 1 WHERE zone = %s AND ended_at IS NULL"


@dataclass(frozen=True)
class Open:
    """A task of a series that is still to be done, and the moment it was planned for (its own due date may have been moved)."""

    planned: datetime
    task: Task


async def find(connection: Connection, id_: UUID, *, lock: bool = False) -> Series | None:
    """The series; with `lock` nobody else changes it or makes tasks of it before the transaction ends."""
    return (await find_all(connection, [id_], lock=lock)).get(id_)


async def find_all(connection: Connection, ids: Collection[UUID], *, lock: bool = False) -> dict[UUID, Series]:
    """Several, locked in the order of their ids, so that two of these cannot wait for each other."""
    cursor = await connection.execute(f"{_FIND}{' FOR UPDATE' if lock else ''}", (list(ids),))
    return {each.id: each for each in map(_from_row, await cursor.fetchall())}


async def add(connection: Connection, series: Series, task_id: UUID) -> None:
    """Stores a new series whose first occurrence is that task."""
    await connection.execute(_ADD, (orjson.dumps(series.row()).decode(),))
    await make(connection, series.id, [(series.anchor, task_id)], None, series.created_at)


async def save(connection: Connection, series: Series) -> None:
    """Stores a locked series as changed; its rule and zone never change in place."""
    template = orjson.dumps(series.template.json()).decode()
    values = (series.anchor, series.all_day, template, series.ended_at, series.updated_at, series.version, series.id)
    await connection.execute(_SAVE, values)


async def make(
    connection: Connection, id_: UUID, planned: Sequence[tuple[datetime, UUID]], source: UUID | None, now: datetime
) -> set[UUID]:
    """Notes which task was made for which planned moment; the tasks whose moment had none before."""
    moments, tasks = [each[0] for each in planned], [each[1] for each in planned]
    cursor = await connection.execute(_MAKE, (id_, source, now, moments, tasks))
    return {row[0] for row in await cursor.fetchall()}  # type: ignore[misc]


async def place(connection: Connection, task_id: UUID) -> tuple[UUID, datetime] | None:
    """The series that the task belongs to, the last one if it began a new one, and the moment planned for it there."""
    row = await (await connection.execute(_PLACE, (task_id,))).fetchone()
    return (row[0], row[1]) if row else None  # type: ignore[return-value]


async def planned_for(connection: Connection, id_: UUID, task_id: UUID) -> datetime | None:
    """The moment of the series that the task was made for; None when it is none of its tasks."""
    row = await (await connection.execute(_PLANNED_FOR, (task_id, id_))).fetchone()
    return row[0] if row else None  # type: ignore[return-value]


async def goes_on(connection: Connection, id_: UUID, planned: datetime) -> datetime | None:
    """The next moment after `planned` of which a task was made already."""
    row = await (await connection.execute(_GOES_ON, (id_, planned))).fetchone()
    return row[0] if row else None  # type: ignore[return-value]


async def newest(connection: Connection, id_: UUID) -> datetime | None:
    """The last moment of which a task was made."""
    row = await (await connection.execute(_NEWEST, (id_,))).fetchone()
    return row[0] if row else None  # type: ignore[return-value]


async def open_tasks(connection: Connection, id_: UUID, *, lock: bool = False) -> list[Open]:
    """The tasks of a series that are still to be done, in the order planned."""
    cursor = await connection.execute(f"{_OPEN}{' FOR UPDATE OF task' if lock else ''}", (id_,))
    return [Open(row[0], task_from_row(row[1:])) for row in await cursor.fetchall()]  # type: ignore[arg-type]


async def brought(connection: Connection, id_: UUID, source: UUID) -> list[Task]:
    """Locks the tasks that came because `source` was done, as far as nobody has touched them."""
    cursor = await connection.execute(_BROUGHT, (id_, source))
    return [task_from_row(row) for row in await cursor.fetchall()]


async def forget(connection: Connection, id_: UUID, tasks: Collection[UUID]) -> None:
    """The planned moments of these tasks have no task any more."""
    await connection.execute(_FORGET, (id_, list(tasks)))


async def new_time(connection: Connection, series: Series) -> None:
    """Moves the planned moments to the series' new time of day."""
    await connection.execute(_NEW_TIME, (series.anchor.time(), series.id))


async def move_zone(connection: Connection, old: str, new: str, now: datetime) -> int:
    """The person has moved from one zone to another: what their series make from now on is meant on the new one's wall clock.

    Returns how many series moved. Tasks that were made before are not touched here.
    """
    return (await connection.execute(_MOVE_ZONE, (new, now, old))).rowcount


def _from_row(row: Sequence[Any]) -> Series:
    id_, recurrence, anchor, all_day, zone, template, ended, created, updated, version = row
    return Series(
        id_, recurrence, anchor, all_day, zone, template_from(template), _utc(created), _utc(updated),
        _utc(ended) if ended else None, version,
    )  # fmt: skip


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
