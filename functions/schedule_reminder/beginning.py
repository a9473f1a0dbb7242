"""The beginning of reminders: tasks that were there before get theirs once, whether an event of them ever comes or not."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from functions.schedule_reminder import everything
from functions.schedule_reminder.schedule import SOURCE
from shared import preferences
from shared.connection import Connection
from shared.events import Cause
from shared.identifiers import uuid7

log = logging.getLogger(__name__)

_PLANNING = 0x72656D64
"""Advisory lock "remd": events are planned side by side, everything at once only alone."""
_SINCE = "SELECT reminders_since FROM installation"


async def plan_beside_others(connection: Connection) -> None:
    """Until the transaction ends nobody plans everything anew."""
    await connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_PLANNING,))


async def plan_alone(connection: Connection) -> None:
    """Until the transaction ends nobody else plans anything."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_PLANNING,))


async def begun(connection: Connection, now: datetime) -> datetime:
    """Since when there are reminders. If they begin now, those of the tasks that are open are planned in this transaction."""
    found = await since(connection)
    if found:
        return found
    await plan_alone(connection)
    found = await since(connection)
    if found:
        return found
    log.info("planning the reminders of all tasks for the first time")
    settings, _ = await preferences.read(connection)
    await everything.replan(connection, settings, now, Cause(SOURCE, correlation_id=str(uuid7())), now)
    await connection.execute("UPDATE installation SET reminders_since = %s", (now,))
    return now


async def since(connection: Connection) -> datetime | None:
    row = await (await connection.execute(_SINCE)).fetchone()
    return row[0].astimezone(UTC) if row and isinstance(row[0], datetime) else None
