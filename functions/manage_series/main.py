"""The edge of manage-series."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import functions_framework.aio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from functions.manage_series import change, moments
from functions.manage_series.shapes import EndQuery, PreviewAnswer, PreviewRequest, SeriesAnswer, SeriesPatch
from shared import idempotency, tasks
from shared import series as stored
from shared.audit_events import audit_event
from shared.call import Call
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.due import parse_due
from shared.errors import NotFound
from shared.http import Answer, HttpFunction, Operation
from shared.recurrence.series import Series, placed
from shared.recurrence.stated import normalised
from shared.series_change import discard, end
from shared.services import Services
from shared.tasks import Once

Write = Callable[[UnitOfWork, Series, datetime], Awaitable[tuple[Series, str, Mapping[str, Any]]]]
"""Changes a locked series; gives it as it is then, and what the audit trail says: result and detail."""


async def get(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        series = _known(await stored.find(connection, _series_id(call)))
        return Answer(await _shown(connection, series, services.clock()))


async def patch(call: Call, services: Services) -> Answer:
    async def write(work: UnitOfWork, series: Series, now: datetime) -> tuple[Series, str, Mapping[str, Any]]:
        after = await change.apply(work, series, call.body, call.cause, now)
        fields = sorted(call.body.model_fields_set - {"scope", "from_task"})
        detail = {"scope": call.body.scope, "fields": fields}
        return after, "changed", detail | ({"continued_by": str(after.id)} if after.id != series.id else {})

    return await _write(call, services, write)


async def delete(call: Call, services: Services) -> Answer:
    """Ends the series; its open tasks of the scope go to the trash. Harmless when repeated."""

    async def write(work: UnitOfWork, series: Series, now: datetime) -> tuple[Series, str, Mapping[str, Any]]:
        found = await change.concerned(work, series, call.query.scope, call.query.from_task)
        since = found[0].planned if found else None
        if series.ended_at:
            gone = await discard(work, [each.task for each in found], call.cause, now)
        else:
            gone = await end(work, series, call.cause, now, trash_from=since)
        return (
            _known(await stored.find(work.connection, series.id)),
            "ended",
            {"scope": call.query.scope, "trashed": len(gone)},
        )

    return await _write(call, services, write)


async def dismiss(call: Call, services: Services) -> Answer:
    """Puts the missed tasks into the trash, all but the one that is up now. Harmless when repeated."""

    async def write(work: UnitOfWork, series: Series, now: datetime) -> tuple[Series, str, Mapping[str, Any]]:
        found = moments.extras(series, await stored.open_tasks(work.connection, series.id, lock=True), now)
        gone = await discard(work, [each.task for each in found], call.cause, now)
        return series, "extras dismissed", {"trashed": len(gone), "tasks": [str(task.id) for task in gone]}

    return await _write(call, services, write)


async def preview(call: Call, services: Services) -> Answer:
    """When a repetition would come, without keeping anything."""
    asked: PreviewRequest = call.body
    due = parse_due(asked.due_at, asked.timezone) if asked.due_at is not None else None
    given = asked.recurrence.stated()
    schedule = placed(given, due, asked.timezone or "UTC", services.clock())
    return Answer({"recurrence": normalised(given), "next": moments.beginning(schedule)})


async def _write(call: Call, services: Services, write: Write) -> Answer:
    """One change of a series with its tasks, events and answer, in one transaction; the same request again changes nothing."""
    now = services.clock()
    async with services.database.unit_of_work() as work:
        series = await stored.find(work.connection, _series_id(call), lock=True)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        after, result, detail = await write(work, _known(series), now)
        if work.events or after != series:
            work.emit(audit_event("series_changed", f"series/{_series_id(call)}", result, detail, call.cause, now))
        answer = Answer(orjson.dumps(await _shown(work.connection, after, now)))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # The series was locked, so only a request about something else can have taken the key: this raises and rolls back.
            return await idempotency.taken(work.connection, call)
    return answer


async def _shown(connection: Connection, series: Series, now: datetime) -> dict[str, Any]:
    found = await stored.open_tasks(connection, series.id)
    return moments.shown(series, found, await stored.newest(connection, series.id), now)


def _series_id(call: Call) -> UUID:
    try:
        return UUID(unquote(call.path["id"]))
    except ValueError:
        return _known(None).id


def _known(series: Series | None) -> Series:
    if series is None:
        raise NotFound("There is no series with this id.", code="series_not_found")
    return series


function = HttpFunction(
    "manage-series",
    [
        Operation("getSeries", get, answer=SeriesAnswer),
        Operation("updateSeries", patch, body=SeriesPatch, answer=SeriesAnswer),
        Operation("deleteSeries", delete, query=EndQuery, answer=SeriesAnswer),
        Operation("dismissExtras", dismiss, answer=SeriesAnswer),
        Operation("previewSeries", preview, body=PreviewRequest, answer=PreviewAnswer),
    ],
)


@functions_framework.aio.http
async def manage_series(request: Request) -> Response:
    return await function.answer(request)
