"""Why the model's help was not used: the reason that log and metrics name."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "resting",
    "over-budget",
    "budget-unknown",
    "tasks-unknown",
    "too-long",
    "timeout",
    "unreachable",
    "rate-limited",
    "server-error",
    "key-refused",
    "request-refused",
    "too-large",
    "wrong-form",
    "truncated",
    "empty",
    "refused",
    "rejected",
]

NOT_CALLED: frozenset[Reason] = frozenset({"resting", "over-budget", "budget-unknown", "tasks-unknown", "too-long"})
"""Decided before anything was sent."""
NOT_PAID: frozenset[Reason] = frozenset(
    {"unreachable", "rate-limited", "server-error", "key-refused", "request-refused"}
)
"""The server did no work that it could charge for."""
WELL: frozenset[Reason] = frozenset({"refused", "rejected"})
"""The server works; it is this one answer that is not used."""


class NotUsed(Exception):
    """The grammar's reading stands. `detail` says more for the log: never words of the message, the prompt or a secret."""

    def __init__(self, reason: Reason, detail: str = "", rest: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.rest = reason, detail, rest
