"""Pages of the audit trail, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from functions.read_history import cursor as cursors
from shared.clock import rfc3339
from shared.connection import Connection
from shared.due import end_of, parse_due
from shared.models import Model, When, Zone

Cursor = Annotated[str, Field(max_length=500)]
Limit = Annotated[int, Field(ge=1, le=500)]


class AuditQuery(Model):
    """Filters are all applied together."""

    entity_id: Annotated[str, Field(max_length=200)] | None = None
    event_type: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="One type, or several separated by commas", examples=["task.completed,task.deleted"]
    )
    since: When | None = Field(None, alias="from", description="Inclusive")
    until: When | None = Field(None, alias="to", description="Inclusive; a bare date includes that day")
    timezone: Zone | None = Field(None, description="Of bare dates and local times in from and to")
    actor: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        None, description="Name or client id of who did it"
    )
    q: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Words to find in the title of the task"
    )
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
      AND (%(types)s::text[] IS NULL OR event_type = ANY(%(types)s))
      AND (%(since)s::timestamptz IS NULL OR time >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR time < %(until)s)
      AND (%(actor)s::text IS NULL OR lower(actor->>'name') = lower(%(actor)s) OR actor->>'client_id' = %(actor)s)
      AND (%(words)s::text[] IS NULL OR detail->>'title' ILIKE ALL(%(words)s))
      AND (%(time)s::timestamptz IS NULL OR (time, event_id) < (%(time)s, %(id)s::uuid))
    ORDER BY time DESC, event_id DESC LIMIT %(limit)s
"""


async def page(connection: Connection, query: AuditQuery) -> tuple[list[dict[str, Any]], str | None]:
    """Entries and the cursor of the next page."""
    time, last = cursors.read(query.cursor) if query.cursor else (None, None)
    parameters = {
        "entity": query.entity_id,
        "types": [each.strip() for each in query.event_type.split(",")] if query.event_type else None,
        "since": parse_due(query.since, query.timezone, "from").instant if query.since else None,
        "until": _end(query),
        "actor": query.actor,
        "words": [f"%{_literally(word)}%" for word in query.q.split()] if query.q else None,
        "time": time,
        "id": last,
        "limit": query.limit + 1,
    }
    rows: list[Any] = await (await connection.execute(_PAGE, parameters)).fetchall()
    items = [_entry(row) for row in rows[: query.limit]]
    following = cursors.written(rows[query.limit - 1][1], rows[query.limit - 1][0]) if len(rows) > query.limit else None
    return items, following


def _end(query: AuditQuery) -> datetime | None:
    """The first instant that is no longer meant."""
    if query.until is None:
        return None
    due = parse_due(query.until, query.timezone, "to")
    return end_of(due) if due.day else due.instant + timedelta.resolution


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _entry(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": row[0], **dict(zip(_NAMES, row, strict=True)), "time": rfc3339(row[1])}
