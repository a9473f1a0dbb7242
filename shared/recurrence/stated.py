"""A task's `recurrence` as a Rule, and the same in the one form in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from shared.clock import rfc3339
from shared.recurrence.rrule import parse_rrule
from shared.recurrence.rule import WORKING_DAYS, Frequency, Rule, Until, refused

_FREQUENCIES: Mapping[str, Frequency] = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "weekdays": "WEEKLY",
    "monthly": "MONTHLY",
    "yearly": "YEARLY",
}


def rule_of(given: Mapping[str, Any]) -> Rule:
    """The rule that a recurrence (shape: shared.models.Recurrence) states; fields that are left out come from its rrule.

    Raises Invalid when the parts contradict each other, or the rule is not supported.
    """
    rule = parse_rrule(given["rrule"]) if given.get("rrule") else _of_pattern(given)
    _agree(given, rule)
    rule = replace(rule, until=_until(given, rule), count=given.get("count") or rule.count)
    if rule.count and rule.until:
        raise refused("ends both by a date and by a count; give only one of them")
    return rule


def normalised(given: Mapping[str, Any]) -> dict[str, Any]:
    """The recurrence with every field that says something: the rrule as given, or made; raises as rule_of."""
    rule = rule_of(given)
    kept: dict[str, Any] = {"pattern": given["pattern"], "interval": rule.interval}
    kept["rrule"] = given.get("rrule") or rule.text
    if rule.until:
        kept["until"] = given.get("until") or _text(rule.until)
    if rule.count:
        kept["count"] = rule.count
    return kept


def _of_pattern(given: Mapping[str, Any]) -> Rule:
    pattern, interval = given["pattern"], given.get("interval") or 1
    if pattern == "custom":
        raise refused("is custom and needs its rrule, such as FREQ=WEEKLY;INTERVAL=2")
    if pattern == "weekdays" and interval > 1:
        raise refused("on weekdays comes every week; for other intervals take custom and give an rrule")
    return Rule(_FREQUENCIES[pattern], interval, WORKING_DAYS if pattern == "weekdays" else ())


def _agree(given: Mapping[str, Any], rule: Rule) -> None:
    pattern = given["pattern"]
    if not _fits(pattern, rule):
        raise refused(f"is said to be {pattern}, but its rrule says {rule.text}")
    if given.get("interval", rule.interval) != rule.interval:
        raise refused(f"has the interval {given['interval']}, but {rule.interval} in its rrule")
    if rule.count and given.get("count", rule.count) != rule.count:
        raise refused(f"has the count {given['count']}, but {rule.count} in its rrule")


def _fits(pattern: str, rule: Rule) -> bool:
    if pattern == "weekdays":
        return rule.weekdays == WORKING_DAYS and rule.interval == 1
    return pattern == "custom" or rule.frequency == _FREQUENCIES[pattern]


def _until(given: Mapping[str, Any], rule: Rule) -> Until | None:
    text = given.get("until")
    if text is None:
        return rule.until
    until: Until = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    if rule.until is not None and rule.until != until:
        raise refused(f"ends on {text}, but on {_text(rule.until)} by its rrule")
    return until


def _text(until: Until) -> str:
    return rfc3339(until) if isinstance(until, datetime) and until.tzinfo else until.isoformat()
