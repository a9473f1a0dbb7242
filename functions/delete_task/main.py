"""The edge of delete-task."""

from __future__ import annotations

import functions_framework.aio
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from functions.delete_task import trash
from shared.call import Call, base_version
from shared.http import Answer, HttpFunction, Operation
from shared.models import Model, TaskAnswer, VersionedCommand
from shared.services import Services
from shared.task_change import change_task


class DeleteQuery(Model):
    permanent: bool = Field(False, description="Past the trash: gone for good, answered with 204")


async def delete(call: Call, services: Services) -> Answer:
    return await change_task(call, services, trash.remove if call.query.permanent else trash.discard, call.if_match)


async def restore(call: Call, services: Services) -> Answer:
    return await change_task(call, services, trash.restore, base_version(call))


function = HttpFunction(
    "delete-task",
    [
        Operation("deleteTask", delete, query=DeleteQuery, answer=TaskAnswer),
        Operation("restoreTask", restore, body=VersionedCommand, answer=TaskAnswer, body_required=False),
    ],
)


@functions_framework.aio.http
async def delete_task(request: Request) -> Response:
    return await function.answer(request)
