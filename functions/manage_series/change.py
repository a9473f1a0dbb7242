"""The changes of a series, within a unit of work that holds its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from functions.manage_series import editing
from functions.manage_series.shapes import SeriesPatch
from shared import series as stored
from shared.database import UnitOfWork
from shared.due import Due, parse_due
from shared.errors import Conflict, FieldError, Invalid
from shared.events import Cause
from shared.identifiers import uuid7
from shared.recurrence.series import Series, begin, repeating
from shared.recurrence.template import Template, on_the_wall
from shared.series import Open
from shared.series_change import edit, end


async def concerned(work: UnitOfWork, series: Series, scope: str, from_task: UUID | None) -> list[Open]:
    """Locks the open tasks of the scope. Raises Invalid when `from_task` is none of the series."""
    found = await stored.open_tasks(work.connection, series.id, lock=True)
    if scope == "all" or from_task is None:
        return found
    since = await stored.planned_for(work.connection, series.id, from_task)
    if since is None:
        message = "is no task of this series"
        raise Invalid(f"from_task {message}.", errors=(FieldError("from_task", message),))
    return [each for each in found if each.planned >= since]


async def apply(work: UnitOfWork, series: Series, patch: SeriesPatch, cause: Cause, now: datetime) -> Series:
    """Carries out the patch; returns the series as it is then, or the one that took its place."""
    if series.ended_at:
        raise Conflict("This series has ended, so nothing more comes of it.", code="series_ended")
    found = await concerned(work, series, patch.scope, patch.from_task)
    if not editing.begins_anew(patch, series):
        return await _in_place(work, series, found, patch, cause, now)
    if not found:
        raise Conflict(
            "No task of this series is open there, so there is nothing to begin anew with.",
            code="series_has_no_open_task",
        )
    return await _anew(work, series, found[0], patch, cause, now)


async def _in_place(
    work: UnitOfWork, series: Series, found: Sequence[Open], patch: SeriesPatch, cause: Cause, now: datetime
) -> Series:
    """Other texts or another time of day: the planned days stay."""
    fields, timed = editing.texts(patch), "time" in patch.model_fields_set
    base = found[0].planned if found else series.anchor
    after = replace(series, template=editing.template(series, fields, base))
    if timed:
        after = editing.retimed(after, patch.time)
    if after != series:
        after = replace(after, updated_at=now, version=series.version + 1)
        await stored.save(work.connection, after)
        await stored.new_time(work.connection, after)
    for each in found:
        given = editing.for_task(fields, each.planned.date() - base.date(), series.zone)
        due = {"due": editing.due_at_time(each.task, after)} if timed else {}
        await edit(work, each.task, cause, now, **given, **due)
    return after


async def _anew(
    work: UnitOfWork, series: Series, base: Open, patch: SeriesPatch, cause: Cause, now: datetime
) -> Series:
    """Another rule or date: a new series begins with the task `base`, and what the old one had planned later goes to the trash."""
    fields = editing.texts(patch)
    task = replace(base.task, **fields, due=_first_due(patch, series, base))
    given = patch.recurrence.stated() if patch.recurrence else series.recurrence
    new = begin(uuid7(), task, given, patch.timezone or series.zone, now)
    new = replace(new, template=_continued(series, new, fields))
    await end(work, series, cause, now, trash_from=base.planned, but=base.task.id)
    first = repeating(task, new)
    moved_over = {"due": first.due, "recurrence": first.recurrence, "series_id": first.series_id}
    await edit(work, base.task, cause, now, **fields, **moved_over)
    await stored.add(work.connection, new, base.task.id)
    return new


def _first_due(patch: SeriesPatch, series: Series, base: Open) -> Due | None:
    if patch.due_at is not None:
        return parse_due(patch.due_at, patch.timezone or series.zone)
    if "time" in patch.model_fields_set:
        return editing.due_at_time(base.task, editing.retimed(series, patch.time))
    return base.task.due


def _continued(series: Series, new: Series, fields: Mapping[str, Any]) -> Template:
    """The template of the old series with these fields, for the first day of the new one: what one task alone was changed to stays there."""
    by = timedelta() if "reminders" in fields else new.anchor.date() - series.anchor.date()
    common = replace(series.template, **fields)
    return replace(common, reminders=on_the_wall(common.reminders, by, new.zone))
