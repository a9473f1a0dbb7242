"""A patch applied to what a series is made of; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from functions.manage_series.shapes import SeriesPatch
from shared.due import Due, from_wall_clock, zone
from shared.recurrence.series import Series, wall_clock
from shared.recurrence.stated import normalised
from shared.recurrence.template import Template, moved, on_the_wall
from shared.task import Task


def begins_anew(patch: SeriesPatch, series: Series) -> bool:
    """Whether the patch asks for another rule or another first date."""
    if patch.due_at is not None:
        return True
    return patch.recurrence is not None and normalised(patch.recurrence.stated()) != series.recurrence


def texts(patch: SeriesPatch) -> dict[str, Any]:
    """The fields of template and task that the patch sets."""
    given = patch.model_fields_set
    fields: dict[str, Any] = {name: getattr(patch, name) for name in ("title", "description") if name in given}
    if "priority" in given:
        fields["priority"] = patch.priority or "medium"
    if "tags" in given:
        fields["tags"] = tuple(dict.fromkeys(patch.tags or ()))
    if "reminders" in given:
        fields["reminders"] = tuple(item.model_dump(exclude_none=True) for item in patch.reminders or ())
    return fields


def template(series: Series, fields: Mapping[str, Any], planned: datetime) -> Template:
    """The template with these fields; reminders were given for the task planned at that moment."""
    after = replace(series.template, **fields)
    if "reminders" not in fields:
        return after
    return replace(
        after, reminders=on_the_wall(fields["reminders"], series.anchor.date() - planned.date(), series.zone)
    )


def for_task(fields: Mapping[str, Any], by: timedelta, place: str) -> dict[str, Any]:
    """The fields for a task planned so much later than the one they were given for."""
    if "reminders" not in fields:
        return dict(fields)
    return {**fields, "reminders": moved(fields["reminders"], by, place)}


def retimed(series: Series, text: str | None) -> Series:
    """The series at another time of day, "HH:MM", or all-day with None."""
    at = time.fromisoformat(text) if text else time()
    return replace(series, anchor=datetime.combine(series.anchor.date(), at), all_day=text is None)


def due_at_time(task: Task, series: Series) -> Due | None:
    """The task's own day at the series' time of day."""
    if task.due is None:
        return None
    day = wall_clock(task.due).date()
    instant = from_wall_clock(datetime.combine(day, series.anchor.time()), zone(series.zone))
    return Due(instant, series.zone, day if series.all_day else None)
