"""How long to sleep; pure."""

from __future__ import annotations

from datetime import datetime

_LONGEST = 5.0
"""Seconds until the wall clock is looked at again: it may have been set, or the machine may have slept."""
_BETWEEN_FAILURES = (0.05, 0.1, 0.2, 0.5, 1.0)


def until(due: datetime | None, now: datetime) -> float:
    """Seconds to sleep before the clock is looked at again; 0 when it is time. Without anything due: as long as it may be."""
    if due is None:
        return _LONGEST
    return min(max((due - now).total_seconds(), 0.0), _LONGEST)


def after_failure(failures: int) -> float:
    """Seconds to wait after so many failures in a row: at most one, so that what was missed goes out soon after an outage."""
    return _BETWEEN_FAILURES[min(failures, len(_BETWEEN_FAILURES)) - 1]
