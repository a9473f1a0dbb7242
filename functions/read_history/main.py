"""The edge of read-history."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import unquote
from uuid import UUID

import functions_framework.aio
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from functions.read_history import notices, trail
from functions.read_history.notices import NotificationPage, NotificationQuery
from functions.read_history.trail import AuditPage, AuditQuery, PageQuery
from shared import conversations
from shared.call import Call
from shared.errors import FieldError, Invalid, NotFound
from shared.http import Answer, HttpFunction, Operation
from shared.services import Services


class ClarificationKept(BaseModel):
    question: str
    field: str
    options: list[str]


class Message(BaseModel):
    """One message of either side; the rest is what an answer did and asked, so that a page can show it again."""

    role: Literal["user", "assistant"]
    text: str
    at: datetime
    operation: str | None = None
    task_ids: list[UUID] = []
    clarification: ClarificationKept | None = Field(
        None, description="What the answer asked, with the texts to answer it"
    )
    feedback_on: str | None = Field(None, description="On a complaint: the answer that it is about")


class ConversationPage(BaseModel):
    items: list[Message]
    next: str | None


async def audit(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        items, following = await trail.page(connection, call.query)
    return Answer({"items": items, "next": following})


async def notifications(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        return Answer(await notices.page(connection, call.query, call.cause.actor.client_id))


async def conversation(call: Call, services: Services) -> Answer:
    """A page of messages, oldest first. One that never was, or was forgotten after 30 days, is not found."""
    try:
        number = UUID(unquote(call.path["id"]))
    except ValueError:
        raise NotFound("There is no conversation with this id.") from None
    page = _page(call.query.cursor)
    items, more = await conversations.messages(services.sidecar, number, page)
    if not items and page == 0:
        raise NotFound("There is no conversation with this id.")
    return Answer({"items": items, "next": str(page + 1) if more else None})


def _page(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 7:
        return int(cursor)
    message = "does not fit this list"
    raise Invalid(f"cursor {message}. Start again without it.", errors=(FieldError("cursor", message),))


function = HttpFunction(
    "read-history",
    [
        Operation("listAudit", audit, query=AuditQuery, answer=AuditPage),
        Operation("listNotifications", notifications, query=NotificationQuery, answer=NotificationPage),
        Operation("getConversation", conversation, query=PageQuery, answer=ConversationPage),
    ],
)


@functions_framework.aio.http
async def read_history(request: Request) -> Response:
    return await function.answer(request)
