"""Whose dead letter it is: Dapr does not say who gave an event up, but the inboxes do; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_REASON = "No reason was stored: the function did not answer, or the database was away."


@dataclass(frozen=True)
class Standing:
    """How one consumer stands to an event; `status` is that of its inbox row, None without one."""

    consumer: str
    status: str | None
    attempts: int
    reason: str | None
    passed: bool
    """Its place in the order is at the event or beyond."""


@dataclass(frozen=True)
class Addressee:
    """Who could not process the event, how often it tried, and why it failed last. `consumer` is empty when nobody knows."""

    consumer: str
    attempts: int
    reason: str


def addressees(standings: Sequence[Standing], flaw: str) -> list[Addressee]:
    """Those who failed; when nobody said so, all who have not processed it. None when all have, since then the letter is out of date.

    `flaw` is why the letter cannot be read; when nobody has come to terms with the event, nobody's in particular.
    Whoever is merely behind and is taken for one that failed is settled when it has caught up.
    """
    failed = [each for each in standings if each.status == "failed"]
    if failed:
        return [Addressee(each.consumer, each.attempts, each.reason or NO_REASON) for each in failed]
    waiting = [each for each in standings if each.status is None and not each.passed]
    # Who has settled an event could read it: what is wrong with this copy of it was mended since.
    if len(waiting) == len(standings) and (flaw or not standings):
        return [Addressee("", 0, flaw or "It was found on a topic that nobody here consumes.")]
    return [Addressee(each.consumer, 0, flaw or NO_REASON) for each in waiting]
