"""The dead letters that are kept: pages, one in full, and what has settled by itself."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import unquote
from uuid import UUID

from pydantic import BaseModel, Field

from functions.keep_dead_letters.letter import parsed
from shared import metrics
from shared.clock import rfc3339
from shared.connection import Connection
from shared.errors import FieldError, Invalid, NotFound
from shared.models import Model

Status = Literal["open", "replaying", "processed", "discarded"]


class DeadLetterQuery(Model):
    """Without a status: those that wait for somebody, or for the outcome of a replay."""

    status: Status | Literal["all"] | None = None
    consumer: Annotated[str, Field(max_length=100)] | None = Field(None, description="Only those of this function")
    cursor: Annotated[str, Field(max_length=100)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


class DeadLetter(BaseModel):
    """An event that one consumer could not process."""

    id: UUID
    event_id: UUID = Field(description="The event's id; for what has none, one that is made from its content")
    consumer: str | None = Field(description="The function that gave it up; null when nobody knows")
    topic: str | None
    type: str | None
    subject: str | None
    correlation_id: str | None
    reason: str
    attempts: int = Field(description="How often the consumer has failed; 0 when it could not count")
    replays: int
    status: Status = Field(description="replaying: handed over again, the outcome is not known yet")
    size: int = Field(description="Bytes")
    first_at: datetime
    last_at: datetime
    settled_at: datetime | None


class DeadLetterInFull(DeadLetter):
    event: dict[str, Any] | None = Field(description="The CloudEvent; null for what is none")
    raw: str | None = Field(description="For what is no event: its beginning, in base64")
    truncated: bool = Field(description="Whether raw is not all of it")


class DeadLetterPage(BaseModel):
    items: list[DeadLetter]
    next: str | None


_NAMES = (
    "id", "event_id", "consumer", "topic", "type", "subject", "correlation_id", "reason", "attempts", "replays", "status", "size",
    "first_at", "last_at", "settled_at",
)  # fmt: skip
_COLUMNS = ", ".join(f"dead_letter.{name}" for name in _NAMES)
_UNSETTLED = "dead_letter.status IN ('open', 'replaying')"

# The condition stands in the statement as it stands in the index, or the index would not be used.
_PAGE = """
    SELECT {columns} FROM dead_letter
    WHERE {which} AND (%(consumer)s::text IS NULL OR consumer = %(consumer)s) AND (%(before)s::uuid IS NULL OR id < %(before)s)
    ORDER BY id DESC LIMIT %(limit)s
"""
_FIND = f"""
    SELECT {_COLUMNS}, dead_letter.raw, event.body FROM dead_letter LEFT JOIN event ON event.id = dead_letter.event_id
    WHERE dead_letter.id = %s
"""

# A consumer forgets processed events after a time, but never its place in the order.
_SETTLE = f"""
    UPDATE dead_letter SET status = 'processed', settled_at = %s
    WHERE {_UNSETTLED} AND (
        EXISTS (SELECT FROM inbox WHERE inbox.consumer = dead_letter.consumer AND inbox.event_id = dead_letter.event_id
                AND inbox.status = 'processed')
        OR EXISTS (SELECT FROM event JOIN consumer_position AS place USING (topic, key)
                   WHERE event.id = dead_letter.event_id AND place.consumer = dead_letter.consumer
                   AND place.sequence >= event.sequence))
"""
_OPEN = f"SELECT consumer, count(*) FROM dead_letter WHERE {_UNSETTLED} GROUP BY consumer"


async def page(connection: Connection, query: DeadLetterQuery) -> dict[str, Any]:
    """The newest first, with the cursor of the next page."""
    which = _UNSETTLED if query.status is None else "(%(status)s = 'all' OR status = %(status)s)"
    given = {"status": query.status, "consumer": query.consumer, "before": _before(query.cursor)}
    statement = _PAGE.format(columns=_COLUMNS, which=which)
    rows: list[Any] = await (await connection.execute(statement, given | {"limit": query.limit + 1})).fetchall()
    following = str(rows[query.limit - 1][0]) if len(rows) > query.limit else None
    return {"items": [_json(row) for row in rows[: query.limit]], "next": following}


async def in_full(connection: Connection, letter: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    row: Any = await (await connection.execute(_FIND, (letter,))).fetchone()
    if row is None:
        raise not_found()
    *known, raw, body = row
    told, content = _json(known), bytes(raw or b"")
    event = body or parsed(content)
    event = event if isinstance(event, dict) else None
    text = base64.b64encode(content).decode() if raw is not None and event is None else None
    return told | {"event": event, "raw": text, "truncated": text is not None and told["size"] > len(content)}


async def settle(connection: Connection, now: datetime) -> int:
    """Closes letters whose event has been processed after all: replayed, or with a later one. Returns how many."""
    return (await connection.execute(_SETTLE, (now,))).rowcount


async def measure(connection: Connection) -> None:
    """Sets the figure of how many wait, by consumer."""
    rows: list[Any] = await (await connection.execute(_OPEN)).fetchall()
    metrics.dead_letters_open.clear()
    for consumer, count in rows:
        metrics.dead_letters_open.labels(consumer or "unknown").set(count)


def not_found() -> NotFound:
    return NotFound("There is no dead letter with this id.", code="dead_letter_not_found")


def id_of(text: str) -> UUID:
    """The id in a path; one that is no UUID names no letter."""
    try:
        return UUID(unquote(text))
    except ValueError:
        raise not_found() from None


def _before(cursor: str | None) -> UUID | None:
    if cursor is None:
        return None
    try:
        return UUID(cursor)
    except ValueError:
        message = "does not fit this list"
        raise Invalid(f"cursor {message}. Start again without it.", errors=(FieldError("cursor", message),)) from None


def _json(row: Sequence[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: value if value != "" else None for name, value in zip(_NAMES, row, strict=True)}
    return told | {name: rfc3339(told[name]) for name in ("first_at", "last_at", "settled_at") if told[name]}
