"""One change of a series with its tasks, events and answer, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import orjson

from functions.manage_series import moments
from shared import idempotency, tasks
from shared import series as stored
from shared.audit_events import audit_event
from shared.call import Call
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.errors import NotFound
from shared.http import Answer
from shared.recurrence.series import Series
from shared.services import Services
from shared.tasks import Once

Write = Callable[[UnitOfWork, Series, datetime], Awaitable[tuple[Series, str, Mapping[str, Any]]]]
"""Changes a locked series; gives it as it is then, and what the audit trail says: result and detail."""


async def write_once(call: Call, services: Services, write: Write) -> Answer:
    """Lets `write` change the series in the path and answers with it; the same request again changes nothing. Raises NotFound."""
    now = services.clock()
    async with services.database.unit_of_work() as work:
        series = await stored.find(work.connection, series_id(call), lock=True)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        after, result, detail = await write(work, known(series), now)
        if work.events or after != series:
            work.emit(audit_event("series_changed", f"series/{series_id(call)}", result, detail, call.cause, now))
        answer = Answer(orjson.dumps(await shown(work.connection, after, now)))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # The series was locked, so only a request about something else can have taken the key: this raises and rolls back.
            return await idempotency.taken(work.connection, call)
    return answer


async def shown(connection: Connection, series: Series, now: datetime) -> dict[str, Any]:
    """The series as answers show it."""
    found = await stored.open_tasks(connection, series.id)
    return moments.shown(series, found, await stored.newest(connection, series.id), now)


def series_id(call: Call) -> UUID:
    """The id in the path; one that is no UUID names no series."""
    try:
        return UUID(unquote(call.path["id"]))
    except ValueError:
        return known(None).id


def known(series: Series | None) -> Series:
    """The series; raises NotFound for none."""
    if series is None:
        raise NotFound("There is no series with this id.", code="series_not_found")
    return series
