"""What comes of a series when one of its occurrences is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from shared.due import zone
from shared.recurrence.occurrences import Occurrence
from shared.recurrence.schedule import Schedule

CAP = 400
"""The most missed occurrences of which tasks are made at a time."""


@dataclass(frozen=True)
class Upcoming:
    """`missed` oldest first; `dropped` is how many more were missed than the horizon (one year, to the day) and the cap let through."""

    missed: tuple[Occurrence, ...] = ()
    next: Occurrence | None = None
    dropped: int = 0


def upcoming(
    schedule: Schedule, planned: datetime, done: datetime, goes_on: datetime | None = None, cap: int = CAP
) -> Upcoming:
    """What follows the occurrence `planned`, done at the instant `done`: all that were missed by then, and the next one.

    Done early, that is the one after the planned moment. `goes_on` is the next occurrence that was made already: from there on
    the series looks after itself.
    """
    missed: list[Occurrence] = []
    following = None
    for each in takewhile(lambda each: goes_on is None or each.local < goes_on, schedule.after(planned)):
        if not is_missed(schedule, each.local, done):
            following = each
            break
        missed.append(each)
    oldest = _year_before(done.astimezone(zone(schedule.zone)).date())
    kept = [each for each in missed if each.local.date() >= oldest][-cap:]
    return Upcoming(tuple(kept), following, len(missed) - len(kept))


def is_missed(schedule: Schedule, local: datetime, now: datetime) -> bool:
    """A moment that has come, or a whole day that is over: today's task is not missed yet."""
    if schedule.all_day:
        return local.date() < now.astimezone(zone(schedule.zone)).date()
    return schedule.due(local).instant <= now


def _year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
