"""A circuit breaker: after failures in a row what is called is left alone for a while, then one call tries it again."""

from __future__ import annotations

from collections.abc import Callable

_LONGEST_REST = 300.0
"""Seconds; a server that asks for more patience is tried again all the same."""


class Breaker:
    """Closed: everybody passes. Open: nobody, until the rest is over. Half-open: one, whose outcome decides. `clock` counts seconds."""

    def __init__(self, failures: int, rest: float, clock: Callable[[], float]) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed = 0
        self._until: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """From the first refusal until a try went well."""
        return self._until is not None

    @property
    def is_resting(self) -> bool:
        """Whether nobody is let through now; after the rest the next call may already find all well."""
        return self._until is not None and self._clock() < self._until

    def admits(self) -> bool:
        """Whether a call may be made now; it must then report its outcome by `succeeded`, `failed` or `left`."""
        if self._until is None:
            return True
        if self._trying or self._clock() < self._until:
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        self._failed, self._until, self._trying = 0, None, False

    def failed(self, rest: float | None = None) -> None:
        """A call failed; `rest` are the seconds for which the server itself asked to be left alone (Retry-After)."""
        self._failed += 1
        if rest is not None or self._trying or self._failed >= self._most:
            self._until = self._clock() + min(rest if rest is not None else self._rest, _LONGEST_REST)
        self._trying = False

    def left(self) -> None:
        """An admitted call was given up before it said anything about the server."""
        self._trying = False
