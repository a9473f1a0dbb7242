"""The edge of read-history."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote
from uuid import UUID

import functions_framework.aio
from pydantic import BaseModel
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


class Message(BaseModel):
    role: str
    text: str
    at: datetime


class ConversationPage(BaseModel):
    items: list[Message]
    next: str | None


async def audit(call: Call, services: Services) -> Answer:
    query: AuditQuery = call.query
    async with services.database.connection() as connection:
        items, following = await trail.page(
            connection, query.limit, query.cursor, entity=query.entity_id, event_type=query.event_type
        )
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
