"""The edge of act-on-reminder."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID, uuid4

import functions_framework.aio
import orjson
from pydantic import BaseModel, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from functions.act_on_reminder import completion, links
from functions.act_on_reminder.snooze import find, mark_read, snooze
from shared import idempotency, notifications, tasks
from shared.call import Call
from shared.due import parse_due
from shared.errors import NotFound
from shared.http import Answer, HttpFunction, Operation
from shared.models import Model, ReminderAnswer, TaskAnswer, When, Zone
from shared.reminders.reminder import to_json
from shared.services import Services
from shared.tasks import Once


class Snooze(Model):
    """For how long, or until when."""

    minutes: int | None = Field(None, ge=1, le=366 * 24 * 60)
    until: When | None = None
    timezone: Zone | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Snooze:
        if (self.minutes is None) == (self.until is None):
            raise ValueError("give either minutes or until")
        return self


class Reading(Model):
    ids: Annotated[list[UUID], Field(max_length=1_000)] | None = Field(None, description="Which; all when left out")


class UnreadAnswer(BaseModel):
    unread: int


async def put_off(call: Call, services: Services) -> Answer:
    """A new reminder of the same task. Raises Conflict when the task is done or in the trash."""
    now = services.clock()
    async with services.database.unit_of_work() as work:
        # The lock comes first: a repeat that runs beside the first attempt waits here, and then finds its answer.
        reminder = await find(work.connection, _id(call), lock=True)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        later = await snooze(work, reminder, _until(call.body, now), call.cause, now)
        answer = Answer(orjson.dumps(to_json(later)))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # Raises, as the key was taken for another request meanwhile; what was done here is rolled back.
            return await idempotency.taken(work.connection, call)
    return answer


async def complete(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        reminder = await find(connection, _id(call))
    key = call.idempotency_key or str(uuid4())
    return Answer(await completion.complete(services, reminder, call.cause, key))


async def read_one(call: Call, services: Services) -> Answer:
    async with services.database.unit_of_work() as work:
        reminder = await find(work.connection, _id(call))
        shown = await notifications.of_reminders(work.connection, [reminder.id])
        return Answer({"unread": await mark_read(work, shown, call.cause, services.clock())})


async def read_many(call: Call, services: Services) -> Answer:
    ids = call.body.ids if call.body else None
    async with services.database.unit_of_work() as work:
        return Answer({"unread": await mark_read(work, ids, call.cause, services.clock())})


def _until(body: Snooze, now: datetime) -> datetime:
    if body.minutes is not None:
        return now + timedelta(minutes=body.minutes)
    assert body.until is not None, "the model sees to one of the two"
    return parse_due(body.until, body.timezone, "until").instant


def _id(call: Call) -> UUID:
    try:
        return UUID(unquote(call.path["id"]))
    except ValueError:
        raise NotFound("There is no reminder with this id.", code="reminder_not_found") from None


function = HttpFunction(
    "act-on-reminder",
    [
        Operation("snoozeReminder", put_off, body=Snooze, answer=ReminderAnswer),
        Operation("completeFromReminder", complete, answer=TaskAnswer),
        Operation("readReminder", read_one, answer=UnreadAnswer),
        Operation("readNotifications", read_many, body=Reading, answer=UnreadAnswer, body_required=False),
        Operation("showLink", links.show, page=True),
        Operation("followLink", links.follow, page=True),
    ],
)


@functions_framework.aio.http
async def act_on_reminder(request: Request) -> Response:
    return await function.answer(request)
