"""Notifications of a client: for now, that somebody else changed the same task."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class Notification(BaseModel):
    id: UUID
    time: datetime
    kind: Literal["conflict"]
    task_id: str | None
    title: str
    text: str


class NotificationPage(BaseModel):
    items: list[Notification]
    next: str | None


def from_conflict(entry: dict[str, Any]) -> dict[str, Any]:
    """An audit entry of audit.task_conflict as a notification."""
    detail = entry["detail"]
    fields = ", ".join(name.replace("_", " ") for name in detail.get("fields", [])) or "different fields"
    return {
        "id": entry["id"],
        "time": entry["time"],
        "kind": "conflict",
        "task_id": entry["entity_id"],
        "title": detail.get("title", ""),
        "text": f"This task was changed in two places at the same time ({fields}). The last change was kept.",
    }
