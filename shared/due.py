"""When a task is due: an instant and the zone in which the person meant it, or a whole day there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.clock import rfc3339
from shared.errors import FieldError, Invalid

_FIRST_YEAR, _LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class Due:
    """`instant` is UTC; `day` is set for all-day tasks, and the instant is then the start of that day in `zone` (an IANA name)."""

    instant: datetime
    zone: str
    day: date | None = None

    def text(self) -> str:
        """The bare date of an all-day task, else the instant as RFC 3339 in UTC."""
        return self.day.isoformat() if self.day else rfc3339(self.instant)


def parse_due(text: str, timezone: str | None, field: str = "due_at") -> Due:
    """Reads RFC 3339 with an offset, a local ISO date-time meant in `timezone`, or a bare date (all day).

    Raises Invalid naming `field` when it is none of these, lies outside the years 1900 to 2999, or needs a time zone that is missing.
    """
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        moment = None if day else datetime.fromisoformat(text)
    except ValueError:
        raise _invalid(field, "must be a date like 2026-11-29 or a date and time like 2026-11-29T15:00:00Z") from None
    if not _FIRST_YEAR <= (day or moment or date.min).year <= _LAST_YEAR:
        raise _invalid(field, f"must lie between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    if day:
        name = timezone or "UTC"
        return Due(from_wall_clock(datetime.combine(day, time()), zone(name)), name, day)
    assert moment is not None
    if moment.tzinfo is not None:
        return Due(moment.astimezone(UTC), timezone or "UTC")
    if timezone is None:
        raise _invalid(field, "needs an offset such as Z or +01:00, or a timezone beside it")
    return Due(from_wall_clock(moment, zone(timezone)), timezone)


def from_wall_clock(moment: datetime, place: ZoneInfo) -> datetime:
    """The instant of a wall-clock time. A time that does not exist moves forward by the gap; of two the first is taken (design §5)."""
    # With fold=0 zoneinfo reads a time in a gap with the offset before it, which is just that move forward.
    return moment.replace(tzinfo=place, fold=0).astimezone(UTC)


@lru_cache(maxsize=1024)
def zone(name: str, field: str = "timezone") -> ZoneInfo:
    """The IANA zone of that name; raises Invalid for any other text."""
    try:
        # A file of the zone database that is no zone, a path, or an over-long name end in various errors of the file system.
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _invalid(field, "is not a time zone that is known, such as Europe/Berlin") from None


def end_of(due: Due) -> datetime:
    """The instant from which the task is overdue: after its local day when all-day, else its time."""
    if due.day is None:
        return due.instant
    return from_wall_clock(datetime.combine(due.day + timedelta(days=1), time()), zone(due.zone))


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(f"{field} {message}.", errors=(FieldError(field, message),))
