"""Which reminders a task wants; pure.

A reminder relates to the task's due moment, which is the due instant, or the hour of all-day reminders on the wall clock of the task's
zone; or it has a time of its own. What is asked for too late comes at once as long as the task is not due yet, and else not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.clock import rfc3339
from shared.due import Due, end_of, from_wall_clock, parse_due, zone
from shared.preferences import Method, Preferences


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder that a task wants."""

    entry: str
    """What asks for it: `lead:<minutes>` or `at:<RFC 3339>`."""
    named: datetime
    """The moment that the entry names, UTC."""
    trigger_time: datetime | None
    """When it is to come. None when its time and the due moment have passed: one that is there goes on, none is made."""
    until: datetime
    """One of this entry that came, or is to come, between `named` and this moment is this reminder; no second one is wanted."""
    method: Method


def planned(task: Mapping[str, Any], preferences: Preferences, reference: datetime) -> tuple[Planned, ...]:
    """The reminders of a task (its JSON as in events), by the moments they name; none unless it is active.

    `reference` is the instant of the change that asks for them, not of its handling: a time that passes in between is late, not lost.
    """
    if task["status"] != "active":
        return ()
    given: Sequence[Mapping[str, Any]] = task["reminders"]
    due = _due(task)
    if not given and not due:
        return ()
    wanted: dict[datetime, Planned] = {}
    for named, entry, method in _named(given, due, task, preferences):
        wanted.setdefault(named, _at_its_time(entry, named, method))
    moment = _last_call(due, bool(given), preferences) if due else None
    return _late_ones(sorted(wanted.values(), key=lambda each: each.named), moment, reference)


def moment_of(day: date, place: str, preferences: Preferences) -> datetime:
    """The instant to which reminders of an all-day task relate: the preferred hour of its day in its zone."""
    return from_wall_clock(datetime.combine(day, time(preferences.all_day_hour)), zone(place))


def in_words(entry: str) -> str:
    """What asked for a reminder, as a person would say it: “1 hour before”, “at the due time”, “at a set time”, “snoozed”."""
    kind, _, value = entry.partition(":")
    if kind != "lead":
        return {"at": "at a set time", "snooze": "snoozed"}.get(kind, entry)
    minutes = int(value)
    for name, length in (("week", 7 * 24 * 60), ("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes and minutes % length == 0:
            count = minutes // length
            return f"{count} {name}{'s' if count > 1 else ''} before"
    return "at the due time"


def _due(task: Mapping[str, Any]) -> Due | None:
    if task["due_at"] is None:
        return None
    return parse_due(task["due_at"], task["due_zone"])


def _named(
    given: Sequence[Mapping[str, Any]], due: Due | None, task: Mapping[str, Any], preferences: Preferences
) -> Iterator[tuple[datetime, str, Method]]:
    """(moment, entry, method) of what the task asks for, or by default the settings."""
    usual: Method = "email" if "email" in preferences.delivery_methods else "in-app"
    entries = given or [{"lead_minutes": minutes} for minutes in preferences.default_lead_minutes]
    for entry in entries:
        method = entry.get("method") or usual
        if entry.get("at") is not None:
            at = _own_time(entry["at"], task["due_zone"] or preferences.timezone, preferences)
            yield at, f"at:{rfc3339(at)}", method
        elif due:
            yield _before(due, entry["lead_minutes"], preferences), f"lead:{entry['lead_minutes']}", method


def _own_time(text: str, place: str, preferences: Preferences) -> datetime:
    at = parse_due(text, place)
    return moment_of(at.day, at.zone, preferences) if at.day else at.instant


def _before(due: Due, minutes: int, preferences: Preferences) -> datetime:
    """So long before the due moment; for whole days on the wall clock, so that a day before 9:00 is 9:00 on any day of the year."""
    if due.day is None:
        return due.instant - timedelta(minutes=minutes)
    moment = datetime.combine(due.day, time(preferences.all_day_hour)) - timedelta(minutes=minutes)
    return from_wall_clock(moment, zone(due.zone))


def _last_call(due: Due, explicit: bool, preferences: Preferences) -> datetime:
    """Until when a reminder whose time has passed still makes sense.

    Whoever asks for a reminder on a day that has begun gets it; the settings' own reminders do not answer every such task with a notice.
    """
    if due.day is None or explicit:
        return end_of(due)
    return moment_of(due.day, due.zone, preferences)


def _at_its_time(entry: str, named: datetime, method: Method) -> Planned:
    return Planned(entry, named, named, named, method)


def _late_ones(wanted: Sequence[Planned], moment: datetime | None, reference: datetime) -> tuple[Planned, ...]:
    """With those whose time has passed moved to the reference: the nearest to the due moment comes at once, for all of them."""
    passed = [each for each in wanted if each.named < reference]
    until = max(moment or datetime.min.replace(tzinfo=UTC), passed[-1].named) if passed else None
    ahead = moment is not None and moment > reference
    moved = [
        replace(each, trigger_time=reference if ahead and each is passed[-1] else None, until=until or each.named)
        for each in passed
    ]
    return (*moved, *wanted[len(passed) :])
