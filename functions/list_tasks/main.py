"""The edge of list-tasks."""

from __future__ import annotations

import logging
from weakref import WeakKeyDictionary

import functions_framework.aio
import orjson
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response

from functions.list_tasks import kept, listing
from functions.list_tasks.encoded import encoded
from functions.list_tasks.kept import Kept
from functions.list_tasks.listing import ListQuery
from shared import tasks
from shared.call import Call, task_id
from shared.errors import FieldError, Invalid, TaskNotFound
from shared.http import Answer, HttpFunction, Operation
from shared.models import TaskAnswer, TaskPage
from shared.services import Services
from shared.task import to_json

log = logging.getLogger(__name__)

_kept: WeakKeyDictionary[Services, Kept] = WeakKeyDictionary()


async def list_page(call: Call, services: Services) -> Answer:
    """One page, and the cursor of the next when there is more; while the database is down the list as it was last, marked as such."""
    query: ListQuery = call.query
    try:
        body = await _page(query, services)
    except (psycopg.OperationalError, PoolTimeout):
        stale = await kept.recalled(services.sidecar, query)
        if stale is None:
            raise
        log.warning("answered with a list that was kept", extra={"stale_since": stale["stale_since"]})
        return Answer(stale, headers={kept.STALE_SINCE: stale["stale_since"]})
    if services in _kept:
        _kept[services].note(query, body, services.clock())
    return Answer(body)


async def _page(query: ListQuery, services: Services) -> bytes:
    statement, parameters = listing.statement(query)
    async with services.database.connection() as connection:
        try:
            rows = await (await connection.execute(statement, parameters)).fetchall()
        except psycopg.errors.DataError:
            # Only a cursor holds text that the database reads as another type; one made by hand may not be such.
            message = "does not fit this list"
            raise Invalid(
                f"cursor {message}. Start again without it.", errors=(FieldError("cursor", message),)
            ) from None
    shown, more = rows[: query.limit], len(rows) > query.limit
    next_page = listing.cursor(query, str(shown[-1][-1]), shown[-1][0]) if more else None  # type: ignore[arg-type]
    return orjson.dumps({"items": [orjson.Fragment(encoded(row)) for row in shown], "next": next_page})


async def get(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        task = await tasks.find(connection, task_id(call))
    if task is None:
        raise TaskNotFound("There is no task with this id.")
    return Answer(to_json(task), headers={"etag": f'"{task.version}"'})


async def run(services: Services) -> None:
    """Keeps the lists that are answered, behind the answers."""
    _kept[services] = Kept()
    await _kept[services].run(services.sidecar)


function = HttpFunction(
    "list-tasks",
    [
        Operation(
            "listTasks",
            list_page,
            query=ListQuery,
            answer=TaskPage,
            headers={
                kept.STALE_SINCE: "There when the tasks cannot be reached: the instant of the list that is shown instead"
            },
        ),
        Operation("getTask", get, answer=TaskAnswer),
    ],
)


@functions_framework.aio.http
async def list_tasks(request: Request) -> Response:
    return await function.answer(request)
