"""A list request as one SQL statement; pure."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import Field

from shared.due import end_of, parse_due
from shared.errors import FieldError, Invalid
from shared.models import Model, When, Zone
from shared.task import Priority
from shared.tasks import COLUMNS

Sort = Literal[
    "due", "-due", "created", "-created", "updated", "-updated", "priority", "-priority", "title", "-title"
]  # fmt: skip


class ListQuery(Model):
    """Filters are all applied together. Tasks in the trash are listed only when asked for."""

    status: Literal["active", "completed", "trashed", "all"] | None = Field(
        None, description="active and completed when left out; all includes the trash"
    )
    tag: Annotated[str, Field(max_length=50)] | None = None
    priority: Priority | None = None
    due_from: When | None = None
    due_to: When | None = Field(None, description="Inclusive; a bare date includes that day")
    timezone: Zone | None = Field(None, description="Of bare dates and local times in due_from and due_to")
    q: Annotated[str, Field(max_length=200)] | None = Field(None, description="Words to find in title or description")
    sort: Sort = "due"
    cursor: Annotated[str, Field(max_length=4000)] | None = None
    limit: int = Field(50, ge=1, le=500)


@dataclass(frozen=True)
class Order:
    """What the list is sorted by: an SQL expression and its type. Without a due date a task comes last either way."""

    expression: str
    type: str


_RISING = {
    "due": Order("COALESCE(due_at, 'infinity'::timestamptz)", "timestamptz"),
    "created": Order("created_at", "timestamptz"),
    "updated": Order("updated_at", "timestamptz"),
    "priority": Order("CASE priority WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END", "int"),
    "title": Order("lower(title)", "text"),
}
_FALLING = {**_RISING, "due": Order("COALESCE(due_at, '-infinity'::timestamptz)", "timestamptz")}

_STATUS = {
    None: "deleted_at IS NULL",
    "active": "deleted_at IS NULL AND status = 'active'",
    "completed": "deleted_at IS NULL AND status = 'completed'",
    "trashed": "deleted_at IS NOT NULL",
    "all": "true",
}


def statement(query: ListQuery) -> tuple[str, dict[str, Any]]:
    """The statement and its parameters; rows are COLUMNS and then the sort key as text, one more than the limit if there are more."""
    falling = query.sort.startswith("-")
    order = (_FALLING if falling else _RISING)[query.sort.lstrip("-")]
    conditions = [_STATUS[query.status]]
    parameters: dict[str, Any] = {"limit": query.limit + 1}
    for condition, values in _filters(query):
        conditions.append(condition)
        parameters.update(values)
    if query.cursor:
        key, last = _read_cursor(query)
        sign = "<" if falling else ">"
        conditions.append(f"({order.expression}, id) {sign} (%(key)s::{order.type}, %(last)s::uuid)")
        parameters |= {"key": key, "last": last}
    direction = "DESC" if falling else "ASC"
    sql = (
        f"SELECT {COLUMNS}, ({order.expression})::text AS place FROM task WHERE {' AND '.join(conditions)} "
        f"ORDER BY {order.expression} {direction}, id {direction} LIMIT %(limit)s"
    )
    return sql, parameters


def _filters(query: ListQuery) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if query.tag is not None:
        found.append(("tags @> ARRAY[%(tag)s::text]", {"tag": query.tag}))
    if query.priority:
        found.append(("priority = %(priority)s", {"priority": query.priority}))
    if query.due_from:
        found.append(
            ("due_at >= %(due_from)s", {"due_from": parse_due(query.due_from, query.timezone, "due_from").instant})
        )
    if query.due_to:
        due = parse_due(query.due_to, query.timezone, "due_to")
        found.append((f"due_at {'<' if due.day else '<='} %(due_to)s", {"due_to": end_of(due)}))
    if query.q:
        found.append(("(title ILIKE %(q)s OR description ILIKE %(q)s)", {"q": f"%{_literally(query.q)}%"}))
    return found


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def cursor(query: ListQuery, key: str, last: UUID) -> str:
    """The place behind a row, good for the same sort order."""
    return base64.urlsafe_b64encode(orjson.dumps([query.sort, key, str(last)])).decode().rstrip("=")


def _read_cursor(query: ListQuery) -> tuple[str, UUID]:
    assert query.cursor is not None
    try:
        sort, key, last = orjson.loads(base64.urlsafe_b64decode(query.cursor + "=" * (-len(query.cursor) % 4)))
        if sort == query.sort and isinstance(key, str) and "\0" not in key:
            return key, UUID(last)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        pass
    raise Invalid(
        "cursor does not fit this list. Start again without it.",
        errors=(FieldError("cursor", "does not fit this list"),),
    )
