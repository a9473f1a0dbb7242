"""Pages of notifications, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from functions.read_history import cursor as cursors
from functions.read_history.trail import PageQuery
from shared import notifications
from shared.connection import Connection
from shared.models import NotificationAnswer


class NotificationQuery(PageQuery):
    digest_id: UUID | None = Field(None, description="Only those that went out with this message")
    unread: bool | None = Field(None, description="Only those that are unread (true) or read (false)")


class NotificationPage(BaseModel):
    items: list[NotificationAnswer]
    next: str | None
    unread: int = Field(description="How many are unread, of all")


_PAGE = f"""
    SELECT {notifications.COLUMNS} FROM notification
    WHERE (clients IS NULL OR %(client)s = ANY(clients))
      AND (%(digest)s::uuid IS NULL OR digest_id = %(digest)s)
      AND (%(unread)s::boolean IS NULL OR (read_at IS NULL) = %(unread)s)
      AND (%(time)s::timestamptz IS NULL OR (created_at, id) < (%(time)s, %(id)s::uuid))
    ORDER BY created_at DESC, id DESC LIMIT %(limit)s
"""


async def page(connection: Connection, query: NotificationQuery, client: str) -> dict[str, Any]:
    """What this browser is told, with the cursor of the next page and the count of the unread ones."""
    time, last = cursors.read(query.cursor) if query.cursor else (None, None)
    parameters = {
        "client": client, "digest": query.digest_id, "unread": query.unread, "time": time, "id": last,
        "limit": query.limit + 1,
    }  # fmt: skip
    rows: list[Any] = await (await connection.execute(_PAGE, parameters)).fetchall()
    found = [notifications.from_row(row) for row in rows[: query.limit]]
    following = cursors.written(found[-1].created_at, found[-1].id) if len(rows) > query.limit else None
    count = await notifications.unread(connection, client)
    return {"items": [each.json() for each in found], "next": following, "unread": count}
