"""The edge of complete-task."""

from __future__ import annotations

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.complete_task import completion
from shared.call import Call, base_version
from shared.http import Answer, HttpFunction, Operation
from shared.models import TaskAnswer, VersionedCommand
from shared.services import Services
from shared.task_change import change_task


async def complete(call: Call, services: Services) -> Answer:
    return await change_task(call, services, completion.complete, base_version(call))


async def reopen(call: Call, services: Services) -> Answer:
    return await change_task(call, services, completion.reopen, base_version(call))


function = HttpFunction(
    "complete-task",
    [
        Operation("completeTask", complete, body=VersionedCommand, answer=TaskAnswer, body_required=False),
        Operation("reopenTask", reopen, body=VersionedCommand, answer=TaskAnswer, body_required=False),
    ],
)


@functions_framework.aio.http
async def complete_task(request: Request) -> Response:
    return await function.answer(request)
