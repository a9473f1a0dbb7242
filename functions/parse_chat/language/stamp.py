"""Local moments as they leave the engine: RFC 3339 with the offset of the zone, or a bare date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=128)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone; raises ZoneInfoNotFoundError or ValueError when there is none of that name."""
    return ZoneInfo(name)


def aware(moment: datetime, zone: str) -> datetime:
    """A local time in its zone: one that does not exist moves forward, one that exists twice is the first (design §5)."""
    there = zone_of(zone)
    return moment.replace(tzinfo=there, fold=0).astimezone(UTC).astimezone(there)


def stamped(due: date | datetime | None, zone: str) -> str | None:
    """Such as "2026-11-29T15:00:00+01:00" or "2026-11-29"."""
    if due is None:
        return None
    if isinstance(due, datetime):
        return aware(due.replace(microsecond=0), zone).isoformat()
    return due.isoformat()
