"""The event edge of functions: deliveries in, one transaction for inbox, effect and own events, outcomes out."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout

from shared import inbox, logs, metrics, patience, reports, tracing
from shared.audit_events import audit_event
from shared.database import UnitOfWork
from shared.events import Cause, Event, MalformedEvent, decode, identity
from shared.services import Services

log = logging.getLogger(__name__)

Outcome = Literal["SUCCESS", "RETRY", "DROP"]
"""Dapr's words for a delivery. DROP goes to the dead-letter topic, so a duplicate is a SUCCESS."""

Apply = Callable[[Sequence[Event], UnitOfWork, datetime], Awaitable[None]]
"""Applies new events, in order per key, within the unit of work; raises Reject for one that can never be applied."""


ATTEMPTS = 8
"""So often an event may fail before it is dropped to the dead letters, and as often again after each replay. Dapr's own attempts are many more
(dapr/policies): they are for a function that does not answer, whose events are good."""


class Reject(Exception):
    """This event can never be processed; the message says why."""


class Consumer:
    """One function's consumption of events."""

    def __init__(self, name: str, apply: Apply, seconds: float = patience.SECONDS) -> None:
        """`seconds`: for so long a delivery waits for a database that is away."""
        self.name = name
        self._apply = apply
        self._seconds = seconds
        self._services: Services | None = None

    def bind(self, services: Services) -> None:
        """Gives it what it works with, before the first delivery."""
        self._services = services

    async def receive(self, bodies: Sequence[Mapping[str, Any]], topic: str = "") -> list[Outcome]:
        """Handles one delivery of CloudEvents of one topic; the outcomes are in the order of the bodies."""
        assert self._services is not None, "bind comes before the first delivery"
        started = time.perf_counter()
        logs.function_name.set(self.name)
        events, malformed = self._decode(bodies, topic)
        handle = partial(self._handle, until=time.monotonic() + self._seconds)
        outcomes = await tracing.delivered(self.name, list(events.values()), handle)
        unreadable = await self._drop(malformed, bodies, self._services) if malformed else "DROP"
        for event in events.values():
            self._measure(event, outcomes[event.id], self._services.clock())
        metrics.event_seconds.labels(self.name).observe(time.perf_counter() - started)
        return [unreadable if number in malformed else outcomes[events[number].id] for number in range(len(bodies))]

    def _decode(self, bodies: Sequence[Any], topic: str) -> tuple[dict[int, Event], dict[int, str]]:
        events: dict[int, Event] = {}
        malformed: dict[int, str] = {}
        for number, body in enumerate(bodies):
            try:
                events[number] = decode(body, str(_attribute(body, "topic") or topic))
            except MalformedEvent as error:
                malformed[number] = str(error)
                log.error("event is malformed", extra={"event": _attribute(body, "id"), "reason": str(error)[:500]})
                metrics.events_handled.labels(self.name, topic, "malformed").inc()
        return events, malformed

    async def _drop(self, malformed: Mapping[int, str], bodies: Sequence[Any], services: Services) -> Outcome:
        """Keeps why events cannot be read and tells the audit trail; until that is possible they are not dropped."""
        cause, now = Cause(f"/functions/{self.name}"), services.clock()
        try:
            async with services.database.unit_of_work() as work:
                for number, reason in malformed.items():
                    body = bodies[number]
                    detail = {"event_id": _attribute(body, "id"), "type": _attribute(body, "type")}
                    detail |= {"consumer": self.name, "reason": reason}
                    await inbox.fail(work.connection, self.name, identity(body), f"MalformedEvent: {reason}")
                    work.emit(audit_event("event_failed", "events", "drop", detail, cause, now))
        except (psycopg.Error, PoolTimeout):
            return "RETRY"
        return "DROP"

    async def _handle(self, events: Sequence[Event], until: float) -> dict[UUID, Outcome]:
        """All in one transaction; when that fails one by one, so that a bad event does not take its neighbours along."""
        assert self._services is not None, "bind comes before the first delivery"
        services = self._services
        if not events:
            return {}
        try:
            await patience.once_possible(lambda: self._transact(events, services), until)
            return {event.id: "SUCCESS" for event in events}
        except (psycopg.OperationalError, PoolTimeout, inbox.Raced) as error:
            log.warning("delivery will be retried", extra={"error": type(error).__name__})
            return {event.id: "RETRY" for event in events}
        except Exception as error:  # noqa: BLE001 - the edge: any failure must end in an outcome
            if len(events) == 1:
                return {events[0].id: await self._failed(events[0], error, services)}
        outcomes: dict[UUID, Outcome] = {}
        stuck: set[str] = set()
        for event in inbox.in_order(events):
            # What follows a failed event of the same key waits for it: order per key is part of the promise.
            if event.sequence is not None and event.key in stuck:
                outcomes[event.id] = "RETRY"
                continue
            outcomes |= await self._handle([event], until)
            if outcomes[event.id] != "SUCCESS":
                stuck.add(event.key)
        return outcomes

    async def _transact(self, events: Sequence[Event], services: Services) -> None:
        now = services.clock()
        async with services.database.unit_of_work() as work:
            topic = events[0].topic
            ordered = {event.key for event in events if event.sequence is not None}
            positions = await inbox.lock_positions(work.connection, self.name, topic, ordered) if ordered else {}
            loose = {event.id for event in events if event.sequence is None}
            fresh = await inbox.claim(work.connection, self.name, loose) if loose else set()
            plan = inbox.plan(events, positions, loose - fresh)
            apply = list(plan.apply)
            if plan.gaps:
                found = await inbox.missing(work.connection, topic, plan.gaps)
                if len(found) < sum(gap.last - gap.first + 1 for gap in plan.gaps):
                    log.error("events are missing from the event table; going on without them", extra={"topic": topic})
                apply = inbox.in_order([*apply, *found])
            sequenced = [event for event in apply if event.sequence is not None]
            if sequenced:
                claimed = await inbox.claim_and_move(work.connection, self.name, topic, sequenced, positions)
                # The place moves on past an event that somebody discarded; its effect is left out.
                apply = [event for event in apply if event.sequence is None or event.id in claimed]
            if apply:
                await self._apply(apply, work, now)
            self._tell(plan, work, now)

    def _tell(self, plan: inbox.Plan, work: UnitOfWork, now: datetime) -> None:
        """Every repeated or early event leaves a log line and a place in an audit event."""
        repeated = [(event, {"sequence": event.sequence}) for event in plan.repeated]
        behind = {(gap.key, gap.last + 1): {"first": gap.first, "last": gap.last} for gap in plan.gaps}
        early = [
            (event, behind[place]) for event in plan.apply if (place := (event.key, event.sequence or 0)) in behind
        ]
        self._note("event_repeated", repeated, work, now)
        self._note("event_reordered", early, work, now)

    def _note(
        self, kind: reports.Kind, found: Sequence[tuple[Event, Mapping[str, Any]]], work: UnitOfWork, now: datetime
    ) -> None:
        for event, detail in found:
            log.info(
                kind.replace("_", " "),
                extra={"event": str(event.id), "topic": event.topic, "correlation_id": event.correlation_id, **detail},
            )
            metrics.events_handled.labels(self.name, event.topic, kind).inc()
        for each in reports.report(kind, found, self.name, now):
            work.emit(each)

    async def _failed(self, event: Event, error: Exception, services: Services) -> Outcome:
        """Keeps attempt and reason in a fresh transaction; a rejection is final, anything else may pass on another attempt."""
        final = isinstance(error, Reject | MalformedEvent)
        log.error("event failed", exc_info=error, extra={"event": str(event.id), "type": event.type, "final": final})
        cause = self._caused_by(event)
        detail = {"event_id": str(event.id), "type": event.type, "consumer": self.name, "reason": str(error)}
        try:
            async with services.database.unit_of_work() as work:
                attempts = await inbox.fail(work.connection, self.name, event.id, f"{type(error).__name__}: {error}")
                outcome: Outcome = "DROP" if final or (attempts and attempts % ATTEMPTS == 0) else "RETRY"
                if not reports.is_report(event):
                    work.emit(
                        audit_event("event_failed", event.subject, outcome.lower(), detail, cause, services.clock())
                    )
        except (psycopg.Error, PoolTimeout):
            return "RETRY"
        return outcome

    def _caused_by(self, event: Event) -> Cause:
        return Cause(f"/functions/{self.name}", correlation_id=event.correlation_id, traceparent=event.traceparent)

    def _measure(self, event: Event, outcome: Outcome, now: datetime) -> None:
        metrics.events_handled.labels(self.name, event.topic, outcome.lower()).inc()
        metrics.event_lag_seconds.labels(self.name, event.topic).set(max(0.0, (now - event.time).total_seconds()))
        log.debug(
            "event handled", extra={"event": str(event.id), "type": event.type, "correlation_id": event.correlation_id}
        )


def _attribute(body: Any, name: str) -> str:
    """An attribute of what may be no event at all."""
    return str(body.get(name) or "")[:200] if isinstance(body, Mapping) else ""
