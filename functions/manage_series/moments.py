"""What a series looks like from outside; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from shared.clock import rfc3339
from shared.due import end_of, zone
from shared.recurrence.schedule import Schedule
from shared.recurrence.series import Series
from shared.recurrence.upcoming import is_missed
from shared.series import Open
from shared.task import to_json

_SHOWN = 5


def beginning(schedule: Schedule) -> list[dict[str, Any]]:
    """The first occurrences of a schedule."""
    return coming(schedule, schedule.anchor - timedelta.resolution)


def coming(schedule: Schedule, since: datetime) -> list[dict[str, Any]]:
    """The next occurrences after a moment of the wall clock."""
    return [_moment(schedule, each) for each in islice(schedule.after(since), _SHOWN)]


def _moment(schedule: Schedule, occurrence: Any) -> dict[str, Any]:
    adjusted = schedule.adjustment(occurrence)
    return {
        "local": schedule.text(occurrence.local),
        "due_at": schedule.due(occurrence.local).text(),
        "adjusted": adjusted.json() if adjusted else None,
    }


def extras(series: Series, found: Sequence[Open], now: datetime) -> list[Open]:
    """Open tasks that were missed, without the newest when none is ahead: that one still stands for the series.

    One that somebody has put off to a time that is yet to come is no extra.
    """
    missed = [
        each
        for each in found
        if is_missed(series.schedule, each.planned, now) and not (each.task.due and end_of(each.task.due) > now)
    ]
    return missed if len(missed) < len(found) else missed[:-1]


def shown(series: Series, found: Sequence[Open], newest: datetime | None, now: datetime) -> dict[str, Any]:
    """The answer about a series (shape: shapes.SeriesAnswer); `newest` is the last moment of which there is a task."""
    local_now = now.astimezone(zone(series.zone)).replace(tzinfo=None)
    since = max(newest, local_now) if newest else local_now
    schedule = series.schedule
    return {
        "id": str(series.id),
        "recurrence": series.recurrence,
        "anchor": schedule.text(series.anchor),
        "all_day": series.all_day,
        "zone": series.zone,
        "template": series.template.json(),
        "created_at": rfc3339(series.created_at),
        "updated_at": rfc3339(series.updated_at),
        "ended_at": rfc3339(series.ended_at) if series.ended_at else None,
        "version": series.version,
        "next": [] if series.ended_at else coming(schedule, since),
        "open": [to_json(each.task) for each in found],
        "extras": [str(each.task.id) for each in extras(series, found, now)],
    }
