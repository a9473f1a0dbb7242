"""What every task of a series has in common, and its reminders moved from one occurrence to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.clock import rfc3339
from shared.due import from_wall_clock, parse_due, zone
from shared.task import Priority, Task

Reminders = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Template:
    """Reminders at a time of their own are those of the series' first occurrence, on the wall clock of its zone."""

    title: str
    description: str | None = None
    priority: Priority = "medium"
    tags: tuple[str, ...] = ()
    reminders: Reminders = ()

    def json(self) -> dict[str, Any]:
        return asdict(self)


def template_of(task: Task, place: str) -> Template:
    """A task as the model of those to come; `place` is the zone of its series."""
    reminders = on_the_wall(task.reminders, timedelta(), place)
    return Template(task.title, task.description, task.priority, task.tags, reminders)


def template_from(stored: Mapping[str, Any]) -> Template:
    return Template(**{**stored, "tags": tuple(stored["tags"]), "reminders": tuple(stored["reminders"])})


def on_the_wall(reminders: Iterable[Mapping[str, Any]], by: timedelta, place: str) -> Reminders:
    """The reminders so many days later, absolute times as wall-clock times without a zone, so that they move along with their series."""
    return tuple(_with(each, _later(each, by, place)) for each in reminders)


def moved(reminders: Iterable[Mapping[str, Any]], by: timedelta, place: str) -> Reminders:
    """The reminders of an occurrence so many days later: lead times stay, absolute times keep their wall-clock time in the zone."""
    return tuple(_with(each, _instant(_later(each, by, place), place)) for each in reminders)


def _later(reminder: Mapping[str, Any], by: timedelta, place: str) -> date | None:
    """The absolute time moved on the wall clock: a date, or a date and time without a zone."""
    if not reminder.get("at"):
        return None
    due = parse_due(reminder["at"], place, "reminders")
    # Naive, so that the sum is one of the wall clock.
    return due.day + by if due.day else due.instant.astimezone(zone(place)).replace(tzinfo=None) + by


def _instant(moment: date | None, place: str) -> datetime | date | None:
    return from_wall_clock(moment, zone(place)) if isinstance(moment, datetime) else moment


def _with(reminder: Mapping[str, Any], at: date | None) -> dict[str, Any]:
    if at is None:
        return dict(reminder)
    return {**reminder, "at": rfc3339(at) if isinstance(at, datetime) and at.tzinfo else at.isoformat()}
