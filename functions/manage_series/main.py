"""The edge of manage-series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.manage_series import change, moments
from functions.manage_series.shapes import EndQuery, PreviewAnswer, PreviewRequest, SeriesAnswer, SeriesPatch
from functions.manage_series.transaction import known, series_id, shown, write_once
from shared import series as stored
from shared.call import Call
from shared.database import UnitOfWork
from shared.due import parse_due
from shared.http import Answer, HttpFunction, Operation
from shared.recurrence.series import Series, placed
from shared.recurrence.stated import normalised
from shared.series_change import discard, end
from shared.services import Services


async def get(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        series = known(await stored.find(connection, series_id(call)))
        return Answer(await shown(connection, series, services.clock()))


async def patch(call: Call, services: Services) -> Answer:
    async def write(work: UnitOfWork, series: Series, now: datetime) -> tuple[Series, str, Mapping[str, Any]]:
        after = await change.apply(work, series, call.body, call.cause, now)
        fields = sorted(call.body.model_fields_set - {"scope", "from_task"})
        detail = {"scope": call.body.scope, "fields": fields}
        return after, "changed", detail | ({"continued_by": str(after.id)} if after.id != series.id else {})

    return await write_once(call, services, write)


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
            known(await stored.find(work.connection, series.id)),
            "ended",
            {"scope": call.query.scope, "trashed": len(gone)},
        )

    return await write_once(call, services, write)


async def dismiss(call: Call, services: Services) -> Answer:
    """Puts the missed tasks into the trash, all but the one that is up now. Harmless when repeated."""

    async def write(work: UnitOfWork, series: Series, now: datetime) -> tuple[Series, str, Mapping[str, Any]]:
        found = moments.extras(series, await stored.open_tasks(work.connection, series.id, lock=True), now)
        gone = await discard(work, [each.task for each in found], call.cause, now)
        return series, "extras dismissed", {"trashed": len(gone), "tasks": [str(task.id) for task in gone]}

    return await write_once(call, services, write)


async def preview(call: Call, services: Services) -> Answer:
    """When a repetition would come, without keeping anything."""
    asked: PreviewRequest = call.body
    due = parse_due(asked.due_at, asked.timezone) if asked.due_at is not None else None
    given = asked.recurrence.stated()
    schedule = placed(given, due, asked.timezone or "UTC", services.clock())
    return Answer({"recurrence": normalised(given), "next": moments.beginning(schedule)})


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
