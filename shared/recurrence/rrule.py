"""RRULE text (RFC 5545 §3.3.10) as a Rule. What is not supported is refused by name: nothing is kept as something else."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import get_args

from shared.recurrence.rule import DAYS, LAST, Frequency, Rule, Until, refused

MOST_INTERVAL, MOST_COUNT = 999, 9_999

_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "WKST"}
_LEAP_YEAR = 2024
_MOMENT = re.compile(r"\d{8}(T\d{6}Z?)?")


def parse_rrule(text: str) -> Rule:
    """Reads the text, in any case, without a prefix; raises Invalid for a rule that is wrong, impossible or not supported."""
    parts = _parts(text.upper())
    rule = Rule(
        _frequency(parts),
        interval=_number(parts, "INTERVAL", MOST_INTERVAL) or 1,
        weekdays=_weekdays(parts.get("BYDAY")),
        month_day=_month_day(parts.get("BYMONTHDAY")),
        month=_month(parts.get("BYMONTH")),
        count=_number(parts, "COUNT", MOST_COUNT),
        until=_until(parts.get("UNTIL")),
        week_start=_weekday(parts["WKST"], "WKST") if "WKST" in parts else 0,
    )
    _fit(rule)
    return rule


def _parts(text: str) -> Mapping[str, str]:
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        name, sign, value = piece.partition("=")
        if not (name and sign and value):
            raise refused("must be written like FREQ=WEEKLY;BYDAY=MO")
        if name in parts:
            raise refused(f"names {name} twice")
        if name not in _KNOWN:
            raise refused(f"uses {name}, which is not supported")
        parts[name] = value
    return parts


def _frequency(parts: Mapping[str, str]) -> Frequency:
    given = parts.get("FREQ")
    for known in get_args(Frequency):
        if given == known:
            return known  # type: ignore[no-any-return]
    if given in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise refused("comes more than once a day, which is not supported; daily is the most often")
    raise refused("needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")


def _number(parts: Mapping[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    value = _integer(parts[name])
    if value is None or not 1 <= value <= most:
        raise refused(f"needs a whole number from 1 to {most} as {name}")
    return value


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) else None


def _weekdays(text: str | None) -> tuple[int, ...]:
    return tuple(sorted({_weekday(day, "BYDAY") for day in text.split(",")})) if text else ()


def _weekday(text: str, name: str) -> int:
    if text in DAYS:
        return DAYS.index(text)
    if text[-2:] in DAYS and _integer(text[:-2]) is not None:
        raise refused(f"names the weekday {text} by its place in the month or year, which is not supported")
    raise refused(f"has {text} as {name}, which is none of {', '.join(DAYS)}")


def _month_day(text: str | None) -> int | None:
    if text is None:
        return None
    if "," in text:
        raise refused("names several days of the month, which is not supported; make one task for each")
    day = _integer(text)
    if day is None or not (1 <= day <= 31 or day == LAST):
        raise refused("needs a day from 1 to 31, or -1 for the last, as BYMONTHDAY")
    return day


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    if "," in text:
        raise refused("names several months, which is not supported; make one task for each")
    month = _integer(text)
    if month is None or not 1 <= month <= 12:
        raise refused("needs a month from 1 to 12 as BYMONTH")
    return month


def _until(text: str | None) -> Until | None:
    if text is None:
        return None
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        if len(text) == 8:
            return date.fromisoformat(text)
        moment = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")
        return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment
    except ValueError:
        raise refused("needs a date like 20261231 or a time like 20261231T170000Z as UNTIL") from None


def _fit(rule: Rule) -> None:
    """Refuses parts that each are fine but not together."""
    if rule.count and rule.until:
        raise refused("has both COUNT and UNTIL; give only one of them")
    if rule.weekdays and rule.frequency in ("MONTHLY", "YEARLY"):
        raise refused("names weekdays within a month or year, which is not supported")
    if rule.month_day and rule.frequency in ("DAILY", "WEEKLY"):
        raise refused("names a day of the month, which goes only with MONTHLY or YEARLY")
    if rule.month and rule.frequency != "YEARLY":
        raise refused("names a month, which goes only with YEARLY")
    if rule.month_day and rule.frequency == "YEARLY" and not rule.month:
        raise refused("names a day of the month but no month; add BYMONTH, or take MONTHLY")
    if rule.month and rule.month_day and rule.month_day > monthrange(_LEAP_YEAR, rule.month)[1]:
        raise refused(f"names day {rule.month_day} of month {rule.month}, which never comes")
