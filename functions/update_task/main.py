"""The edge of update-task."""

from __future__ import annotations

from functools import partial

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.update_task.patch import apply
from functions.update_task.repetition import WITH_SERIES
from shared.call import Call
from shared.http import Answer, HttpFunction, Operation
from shared.models import TaskAnswer, TaskPatch
from shared.services import Services
from shared.task_change import change_task


async def update(call: Call, services: Services) -> Answer:
    beside = WITH_SERIES if "recurrence" in call.body.model_fields_set else None
    version = call.body.version or call.if_match
    return await change_task(call, services, partial(apply, call.body), version, beside)


function = HttpFunction("update-task", [Operation("updateTask", update, body=TaskPatch, answer=TaskAnswer)])


@functions_framework.aio.http
async def update_task(request: Request) -> Response:
    return await function.answer(request)
