"""A series: a schedule and what its tasks are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from shared.due import Due, zone
from shared.recurrence.occurrences import Occurrence
from shared.recurrence.schedule import Schedule, check, first
from shared.recurrence.stated import normalised, rule_of
from shared.recurrence.template import Template, moved, template_of
from shared.task import Task


@dataclass(frozen=True)
class Series:
    """`recurrence` is complete (stated.normalised); for `anchor`, `all_day` and `zone` see Schedule. An ended one makes no more tasks."""

    id: UUID
    recurrence: Mapping[str, Any]
    anchor: datetime
    all_day: bool
    zone: str
    template: Template
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None = None
    version: int = 1

    @cached_property
    def schedule(self) -> Schedule:
        return Schedule(rule_of(self.recurrence), self.anchor, self.all_day, self.zone)

    def task(self, occurrence: Occurrence, id_: UUID, now: datetime) -> Task:
        """The task of an occurrence, made at `now`."""
        by = occurrence.local.date() - self.anchor.date()
        return Task(
            id=id_,
            title=self.template.title,
            created_at=now,
            updated_at=now,
            description=self.template.description,
            due=self.schedule.due(occurrence.local),
            priority=self.template.priority,
            tags=self.template.tags,
            reminders=moved(self.template.reminders, by, self.zone),
            recurrence=dict(self.recurrence),
            series_id=self.id,
        )

    def row(self) -> dict[str, Any]:
        """Name to value of its columns, as JSON has them."""
        return {
            "id": str(self.id),
            "recurrence": self.recurrence,
            "anchor": self.anchor,
            "all_day": self.all_day,
            "zone": self.zone,
            "template": self.template.json(),
            "ended_at": self.ended_at,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "version": self.version,
        }


def placed(given: Mapping[str, Any], due: Due | None, place: str, now: datetime) -> Schedule:
    """The schedule of a recurrence that begins with that due date, or else with its first day from today on in the zone `place`.

    Raises Invalid for what cannot be kept or can never repeat.
    """
    rule = rule_of(given)
    if due is None:
        schedule = first(rule, now.astimezone(zone(place)).date(), place)
    else:
        schedule = Schedule(rule, wall_clock(due), due.day is not None, due.zone)
    check(schedule)
    return schedule


def wall_clock(due: Due) -> datetime:
    """A due date on the wall clock of its zone; midnight when all-day."""
    return datetime.combine(due.day, time()) if due.day else due.instant.astimezone(zone(due.zone)).replace(tzinfo=None)


def begin(id_: UUID, task: Task, given: Mapping[str, Any], place: str, now: datetime) -> Series:
    """The series that begins with this task; raises as placed."""
    schedule = placed(given, task.due, place, now)
    kept = normalised(given)
    return Series(
        id_, kept, schedule.anchor, schedule.all_day, schedule.zone, template_of(task, schedule.zone), now, now
    )


def repeating(task: Task, series: Series) -> Task:
    """The task as the first of the series."""
    due = task.due or series.schedule.due(series.anchor)
    return replace(task, due=due, recurrence=dict(series.recurrence), series_id=series.id)
