"""The form in which the model answers: flat, every field named, so that any server's structured output can keep to it."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Priority = Literal["low", "medium", "high"]
Clearable = Literal["due_at", "description", "priority", "tags", "reminders", "recurrence"]


class Form(BaseModel):
    """What is not named here is refused; no value is bent into another type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class When(Form):
    """`words` as they stand in the message; `value` a local time YYYY-MM-DDTHH:MM or a bare date."""

    words: str
    value: str


class Reminder(Form):
    """One of the two."""

    lead_minutes: int | None = None
    at: When | None = None


class Repetition(Form):
    words: str
    pattern: Literal["daily", "weekly", "weekdays", "monthly", "yearly", "custom"]
    interval: int
    rrule: str
    until: str | None = None
    count: int | None = None


class Filters(Form):
    status: Literal["active", "completed", "trashed", "all"] | None = None
    tag: str | None = None
    priority: Priority | None = None
    overdue: bool | None = None
    q: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    completed_from: str | None = None
    completed_to: str | None = None
    audit: Literal["audit-changes", "audit-who", "audit-why"] | None = None


class NextTask(Form):
    """A further new task of the same message."""

    title: str
    due: When | None = None


class ModelAnswer(Form):
    """One message understood. For an update the slots are the new values, `new_title` among them."""

    agent: Literal["task", "reminder", "recurring", "audit", "none"]
    operation: Literal["create", "update", "complete", "delete", "query", "restore", "undo", "dismiss", "help", "none"]
    confidence: float
    task: str | None = None
    target_words: str | None = None
    title: str | None = None
    new_title: str | None = None
    description: str | None = None
    due: When | None = None
    priority: Priority | None = None
    tags: list[str] = []
    remove_tags: list[str] = []
    reminders: list[Reminder] = []
    recurrence: Repetition | None = None
    clear: list[Clearable] = []
    filters: Filters | None = None
    more: list[NextTask] = []
    missing: Literal["title", "due_at", "target", "priority", "recurrence"] | None = None


@cache
def answer_schema() -> dict[str, Any]:
    """JSON Schema for structured output: every property required, nothing besides, no defaults."""
    schema: dict[str, Any] = _exact(ModelAnswer.model_json_schema())
    return schema


def _exact(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_exact(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _properties(value) if key in {"properties", "$defs"} else _exact(value) for key, value in schema.items()
    }
    kept.pop("default", None)
    if isinstance(kept.get("title"), str):
        del kept["title"]
    if kept.get("type") == "object":
        kept["required"] = list(kept["properties"])
    return kept


def _properties(named: dict[str, Any]) -> dict[str, Any]:
    """Names of properties are no keywords: a property may be called "title"."""
    return {name: _exact(value) for name, value in named.items()}
