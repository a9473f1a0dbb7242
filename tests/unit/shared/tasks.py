"""A task to change, and the moment it is changed at."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.task import Task

CREATED = datetime(2026, 11, 24, 8, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def task(**fields: Any) -> Task:
    given: dict[str, Any] = {"title": "Buy milk", "created_at": CREATED, "updated_at": CREATED, **fields}
    return Task(UUID("01900000-0000-7000-8000-000000000001"), **given)
