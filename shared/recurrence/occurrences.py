"""The moments that a rule names, on the wall clock.

A day that a month does not have becomes the month's last (31 → 28, 29 or 30), and the next one is counted from the first occurrence
again, never from an adjusted one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from shared.due import from_wall_clock
from shared.recurrence.rule import LAST, Rule, Until

LAST_YEAR = 2999
"""No occurrence lies beyond; the due dates of tasks end there too."""
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A moment by the rule. `missing` is the day that was meant when that does not exist, such as 2027-02-31."""

    local: datetime
    missing: str | None = None


def occurrences(rule: Rule, start: datetime, zone: ZoneInfo = _UTC) -> Iterator[Occurrence]:
    """The rule's moments from `start` on, which is one of them only if the rule names it; `zone` says how an UNTIL in UTC is meant."""
    return islice(walk(rule, start, zone), rule.count)


def walk(rule: Rule, start: datetime, zone: ZoneInfo, period: int = 0) -> Iterator[Occurrence]:
    """As occurrences, but without an end by count, and beginning with that period of the rule (its n-th day, week, month or year)."""
    for number in count(period):
        first = _first_day(rule, start, number)
        if first is None:
            return
        for day, missing in _days(rule, start, first):
            local = datetime.combine(day, start.time())
            if local < start:
                continue
            if day.year > LAST_YEAR or (rule.until is not None and beyond(rule.until, local, zone)):
                return
            yield Occurrence(local, missing)


def period_of(rule: Rule, start: datetime, moment: datetime) -> int:
    """A period of the rule that begins at or before the moment; all occurrences after the moment lie in it or in later ones."""
    days = (moment.date() - start.date()).days
    months = (moment.year - start.year) * 12 + moment.month - start.month
    passed = {"DAILY": days, "WEEKLY": days // 7, "MONTHLY": months, "YEARLY": months // 12}[rule.frequency]
    return max(0, passed // rule.interval - 1)


def _first_day(rule: Rule, start: datetime, number: int) -> date | None:
    """Where the n-th period begins; None beyond the last year."""
    steps = number * rule.interval
    months = start.year * 12 + start.month - 1 + steps
    if rule.frequency == "MONTHLY":
        return date(months // 12, months % 12 + 1, 1) if months // 12 <= LAST_YEAR else None
    if rule.frequency == "YEARLY":
        return date(start.year + steps, rule.month or start.month, 1) if start.year + steps <= LAST_YEAR else None
    into_week = (start.weekday() - rule.week_start) % 7 if rule.frequency == "WEEKLY" else 0
    ordinal = start.toordinal() - into_week + steps * (7 if rule.frequency == "WEEKLY" else 1)
    return date.fromordinal(ordinal) if ordinal <= date(LAST_YEAR, 12, 31).toordinal() else None


def _days(rule: Rule, start: datetime, first: date) -> Iterator[tuple[date, str | None]]:
    """The days that the rule names in the period beginning with `first`, and which day was meant where that is missing."""
    if rule.frequency == "DAILY":
        if not rule.weekdays or first.weekday() in rule.weekdays:
            yield first, None
    elif rule.frequency == "WEEKLY":
        wanted = rule.weekdays or (start.weekday(),)
        week = (first + timedelta(days=n) for n in range(7))
        yield from ((day, None) for day in week if day.weekday() in wanted)
    else:
        yield _in_month(first, rule.month_day or start.day)


def _in_month(first: date, wanted: int) -> tuple[date, str | None]:
    length = monthrange(first.year, first.month)[1]
    day = length if wanted == LAST else min(wanted, length)
    return first.replace(day=day), f"{first:%Y-%m}-{wanted:02}" if wanted > length else None


def beyond(until: Until, local: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment of the wall clock lies after the last one."""
    if not isinstance(until, datetime):
        return local.date() > until
    if until.tzinfo is None:
        return local > until
    return from_wall_clock(local, zone) > until.astimezone(UTC)
