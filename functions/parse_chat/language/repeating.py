"""How a new or changed task repeats: the rule as it is stored, its first moment, and what cannot be kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from functions.parse_chat.language.clocks import part_time
from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Repeat
from functions.parse_chat.language.recurrence.rule import Recurrence


def first_occurrence(rule: Recurrence, due: Moment | None, context: Context) -> Due | None:
    """The first due moment of a rule: its start or today, the first day it names, at its time of day."""
    begins = rule.begins.due if rule.begins else None
    start = day_of(begins) or (day_of(due.due) if due and due.has_day and due.due else None)
    at = _clock(rule, due)
    origin = start or context.today
    day = rule.first(origin) or origin
    if at is None:
        return day
    if datetime.combine(day, at) <= context.now and start is None:
        day = rule.first(day + timedelta(days=1)) or day + timedelta(days=1)
    return datetime.combine(day, at)


def day_of(due: Due | None) -> date | None:
    """The day of a due date, whole or with a time."""
    return due.date() if isinstance(due, datetime) else due


def _clock(rule: Recurrence, due: Moment | None) -> Any:
    """The time of day of a rule: stated, or what its part of the day stands for."""
    pieces = tuple(rule.at.pieces) if rule.at else tuple(due.pieces) if due and due.has_time else ()
    stated = next((p for p in pieces if p.clock), None)
    part = rule.part or next((p.part for p in pieces if p.part), "")
    return part_time(stated, part)


def repeat(rule: Recurrence | None) -> Repeat | None:
    """The recurrence as stored; None for rules that are out of scope."""
    if rule is None or rule.out_of_scope:
        return None
    kept: Repeat = {"pattern": rule.pattern, "interval": rule.interval, "rrule": rule.rrule}
    if rule.until:
        kept["until"] = rule.until.isoformat()
    if rule.count:
        kept["count"] = rule.count
    return kept


def out_of_scope(rule: Recurrence | None) -> str:
    """What cannot be kept, and the nearest offer; "" for rules that can."""
    if rule is None or not rule.out_of_scope:
        return ""
    return f"I cannot repeat a task by {rule.out_of_scope} yet, so it is saved without repeating. The nearest I can do: {rule.offer}."
