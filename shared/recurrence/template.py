"""What every task of a series has in common, and its reminders moved from one occurrence to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.clock import rfc3339
from shared.due import from_wall_clock, parse_due, zone
from shared.task import Priority, Task

Reminders = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Template:
    """Reminders at a time of their own are those of the series' first occurrence."""

    title: str
    description: str | None = None
    priority: Priority = "medium"
    tags: tuple[str, ...] = ()
    reminders: Reminders = ()

    def json(self) -> dict[str, Any]:
        return asdict(self)


def template_of(task: Task) -> Template:
    """A task as the model of those to come."""
    return Template(task.title, task.description, task.priority, task.tags, task.reminders)


def template_from(stored: Mapping[str, Any]) -> Template:
    return Template(**{**stored, "tags": tuple(stored["tags"]), "reminders": tuple(stored["reminders"])})


def moved(reminders: Iterable[Mapping[str, Any]], by: timedelta, place: str) -> Reminders:
    """The same reminders for an occurrence so many days later: lead times stay, absolute times move on the wall clock of the zone."""
    return tuple({**each, "at": _moved(each["at"], by, place)} if each.get("at") else dict(each) for each in reminders)


def _moved(at: str, by: timedelta, place: str) -> str:
    due = parse_due(at, place, "reminders")
    if due.day:
        return (due.day + by).isoformat()
    # Naive, so that the sum is one of the wall clock.
    local: datetime = due.instant.astimezone(zone(place)).replace(tzinfo=None) + by
    return rfc3339(from_wall_clock(local, zone(place)).astimezone(UTC))
