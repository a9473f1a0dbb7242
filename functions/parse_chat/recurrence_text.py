"""A stored recurrence in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.parse_chat.language.wording import listed, spoken_date
from shared.written_dates import MONTHS, WEEKDAYS

_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def repeats(rule: Mapping[str, Any] | None, locale: str = "") -> str:
    """Such as "every week on Monday and Thursday until Friday 1 January 2027"; "" without a rule."""
    if not rule:
        return ""
    parts = dict(p.split("=", 1) for p in str(rule.get("rrule") or "").split(";") if "=" in p)
    unit = _UNITS.get(parts.get("FREQ", ""), str(rule.get("pattern", "")))
    interval = int(parts.get("INTERVAL", rule.get("interval") or 1))
    text = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    return text + _days(parts) + _end(rule, locale)


def _days(parts: Mapping[str, str]) -> str:
    days = parts.get("BYDAY", "")
    if days == "MO,TU,WE,TH,FR":
        return " from Monday to Friday"
    if days:
        return f" on {listed([_DAYS.get(d, d) for d in days.split(',')])}"
    number = parts.get("BYMONTHDAY", "")
    month = MONTHS[int(parts["BYMONTH"]) - 1] if parts.get("BYMONTH", "").isdigit() else ""
    if number == "-1":
        return f" on the last day{f' of {month}' if month else ''}"
    if number:
        return f" on {number} {month}" if month else f" on the {_ordinal(int(number))}"
    return f" in {month}" if month else ""


def _ordinal(number: int) -> str:
    """Such as 1st, 12th, 23rd."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"


def _end(rule: Mapping[str, Any], locale: str) -> str:
    if rule.get("count"):
        return f", {rule['count']} times"
    until = rule.get("until")
    return f" until {spoken_date(date.fromisoformat(str(until)[:10]), locale)}" if until else ""
