"""The edge of create-task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import functions_framework.aio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from shared import idempotency, tasks, tracing
from shared.call import Call
from shared.group_commit import GroupCommit
from shared.http import Answer, HttpFunction, Operation
from shared.identifiers import uuid7
from shared.models import NewTask, TaskAnswer
from shared.recurrence.series import Series, begin, repeating
from shared.services import Services
from shared.task import Task, to_json
from shared.task_events import task_changed
from shared.tasks import NewTaskRow, Once


async def create(call: Call, services: Services) -> Answer:
    """Stores the task, its events and the answer together, then lets the events go."""
    task, series = _task(call.body, services.clock())
    events = task_changed("task.created", None, task, call.cause)
    answer = orjson.dumps(to_json(task))
    row = NewTaskRow(task, events, Once(call.idempotency_key, call.fingerprint, 201, answer), series)
    with tracing.database("group commit"):
        stored = await _writers(services).put(row)
    if not stored:
        async with services.database.connection() as connection:
            return await idempotency.taken(connection, call)
    services.database.published_after_commit(events)
    return Answer(answer, 201, {"location": f"/api/tasks/{task.id}"})


@cache
def _writers(services: Services) -> GroupCommit[NewTaskRow, bool]:
    async def write(rows: Sequence[NewTaskRow]) -> list[bool]:
        async with services.database.connection() as connection:
            return await tasks.create(connection, rows)

    return GroupCommit(write)


def _task(new: NewTask, now: datetime) -> tuple[Task, Series | None]:
    """The task, and the series that it begins when it repeats."""
    task = Task(
        id=uuid7(),
        title=new.title,
        created_at=now,
        updated_at=now,
        description=new.description,
        due=new.due,
        priority=new.priority,
        tags=tuple(dict.fromkeys(new.tags)),
        reminders=tuple(reminder.model_dump(exclude_none=True) for reminder in new.reminders),
    )
    if new.recurrence is None:
        return task, None
    series = begin(uuid7(), task, new.recurrence.stated(), new.timezone or "UTC", now)
    return repeating(task, series), series


function = HttpFunction("create-task", [Operation("createTask", create, body=NewTask, answer=TaskAnswer, status=201)])


@functions_framework.aio.http
async def create_task(request: Request) -> Response:
    return await function.answer(request)
