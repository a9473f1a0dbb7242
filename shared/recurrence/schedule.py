"""A rule in its place: from a first occurrence on, in a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, dropwhile, islice

from shared.due import Due, from_wall_clock, zone
from shared.recurrence.occurrences import Occurrence, beyond, period_of, walk
from shared.recurrence.rule import Rule, refused


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What the rule names but the calendar or the clock does not have, and what is taken for it; local, as text."""

    meant: str
    taken: str

    def json(self) -> dict[str, str]:
        return {"from": self.meant, "to": self.taken}


@dataclass(frozen=True)
class Schedule:
    """`anchor` is the first occurrence on the wall clock of `zone` (midnight when all-day).

    It is one even when the rule does not name it (a weekly task on Mondays whose first day is a Tuesday): people choose the first day, and it
    counts (RFC 5545 §3.8.5.3). Its day of the month is the one that later months aim at.
    """

    rule: Rule
    anchor: datetime
    all_day: bool
    zone: str

    def after(self, planned: datetime) -> Iterator[Occurrence]:
        """The occurrences later than that moment of the wall clock, in order."""
        rule, anchor = self.rule, self.anchor
        # A count can only be kept by counting from the beginning; else what is long past is passed over.
        period = 0 if rule.count else period_of(rule, anchor, max(anchor, planned))
        named = (each for each in walk(rule, anchor, zone(self.zone), period) if each.local > anchor)
        found = islice(chain((Occurrence(anchor),), named), rule.count)
        return dropwhile(lambda each: each.local <= planned, found)

    def due(self, local: datetime) -> Due:
        """When a task of that occurrence is due."""
        return Due(from_wall_clock(local, zone(self.zone)), self.zone, local.date() if self.all_day else None)

    def adjustment(self, occurrence: Occurrence) -> Adjustment | None:
        """Said of an occurrence on another day, or at another time as that one does not exist there."""
        if occurrence.missing:
            return Adjustment(occurrence.missing, occurrence.local.date().isoformat())
        shown = self.due(occurrence.local).instant.astimezone(zone(self.zone)).replace(tzinfo=None)
        if self.all_day or shown == occurrence.local:
            return None
        return Adjustment(occurrence.local.isoformat(), shown.isoformat())

    def text(self, local: datetime) -> str:
        """A moment as it is shown: without a time when all-day, never with a zone."""
        return local.date().isoformat() if self.all_day else local.isoformat(timespec="minutes")


def first(rule: Rule, today: date, place: str) -> Schedule:
    """The all-day schedule of a rule without a date: it begins with the first day from today on that the rule names."""
    start = datetime(today.year, today.month, today.day)
    found = next(walk(replace(rule, until=None), start, zone(place)), None)
    if found is None:
        raise refused("never comes")
    # The day that was meant stays in the rule (BYMONTHDAY), so an adjusted beginning does not move what follows.
    return Schedule(rule, found.local, True, place)


def check(schedule: Schedule) -> None:
    """Raises Invalid for a schedule that is over before it begins, or that names nothing after its beginning."""
    rule, beginning = schedule.rule, schedule.anchor
    if rule.until is not None and beyond(rule.until, beginning, zone(schedule.zone)):
        raise refused(f"ends before it begins, on {schedule.text(beginning)}")
    endless = replace(schedule, rule=replace(rule, until=None, count=None))
    if rule.count != 1 and next(endless.after(beginning), None) is None:
        raise refused("names no day after the first one")
