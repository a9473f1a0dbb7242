"""Pages of the audit trail, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from functions.read_history import cursor as cursors
from shared.clock import rfc3339
from shared.connection import Connection
from shared.models import Model

Cursor = Annotated[str, Field(max_length=500)]
Limit = Annotated[int, Field(ge=1, le=500)]


class AuditQuery(Model):
    entity_id: Annotated[str, Field(max_length=200)] | None = None
    event_type: Annotated[str, Field(max_length=100)] | None = None
    cursor: Cursor | None = None
    limit: Limit = 50


class PageQuery(Model):
    cursor: Cursor | None = None
    limit: Limit = 50


class ActorAnswer(BaseModel):
    client_id: str
    name: str


class AuditEntry(BaseModel):
    id: UUID
    time: datetime
    event_id: UUID
    event_type: str
    entity_type: str
    entity_id: str | None
    actor: ActorAnswer | dict[str, Any]
    source: str
    correlation_id: str
    result: str
    detail: dict[str, Any]


class AuditPage(BaseModel):
    items: list[AuditEntry]
    next: str | None


_NAMES = (
    "event_id", "time", "event_type", "entity_type", "entity_id", "actor", "source", "correlation_id", "result", "detail",
)  # fmt: skip

_PAGE = f"""
    SELECT {", ".join(_NAMES)} FROM audit
    WHERE (%(entity)s::text IS NULL OR entity_id = %(entity)s)
      AND (%(type)s::text IS NULL OR event_type = %(type)s)
      AND (%(client)s::text IS NULL OR detail->'clients' ? %(client)s)
      AND (%(time)s::timestamptz IS NULL OR (time, event_id) < (%(time)s, %(id)s::uuid))
    ORDER BY time DESC, event_id DESC LIMIT %(limit)s
"""


async def page(
    connection: Connection,
    limit: int,
    cursor: str | None,
    *,
    entity: str | None = None,
    event_type: str | None = None,
    client: str | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Entries and the cursor of the next page; `client` restricts to those that name this client in their detail."""
    time, last = cursors.read(cursor) if cursor else (None, None)
    parameters = {"entity": entity, "type": event_type, "client": client, "time": time, "id": last, "limit": limit + 1}
    rows: list[Any] = await (await connection.execute(_PAGE, parameters)).fetchall()
    items = [_entry(row) for row in rows[:limit]]
    return items, cursors.written(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None


def _entry(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": row[0], **dict(zip(_NAMES, row, strict=True)), "time": rfc3339(row[1])}
