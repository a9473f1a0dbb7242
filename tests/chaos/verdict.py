"""The end of a run: what was acknowledged, the list over the interface, and the database must agree."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx
import psycopg

from shared import catalogue
from tests.chaos import promises
from tests.chaos.history import History
from tests.chaos.subject import Reached

AUDITOR = "write-audit"
_DRAIN_SECONDS = 120.0
"""Longer than a triggered reminder is left to its sender."""


@dataclass
class Verdict:
    """Empty lists are what a run must show."""

    events: int = 0
    reminders: int = 0
    drained_after: float = 0.0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)


async def judge(subject: Reached, history: History) -> Verdict:
    """Waits until the backlog is worked off, then compares."""
    verdict = Verdict(wrong=list(history.wrong))
    with psycopg.connect(subject.dsn, autocommit=True) as connection:
        verdict.drained_after = await _drain(connection, history, verdict)
        _tasks(connection, history, verdict)
        _events(connection, history, verdict)
        _effects(connection, verdict)
        _reminders(connection, history, verdict, steady=subject.jumps == 0)
        _audit(connection, verdict, steady=subject.jumps == 0)
    await _interface(subject, history, verdict)
    return verdict


def audited_topics() -> list[str]:
    return [wanted.topic for wanted in catalogue.load().functions[AUDITOR].subscribes]


async def _drain(connection: psycopg.Connection[tuple[object, ...]], history: History, verdict: Verdict) -> float:
    begin = time.monotonic()
    while time.monotonic() - begin < _DRAIN_SECONDS:
        if _one(connection, _BACKLOG, audited_topics()) == 0 and not promises.unfinished(connection, history.armed):
            return time.monotonic() - begin
        await asyncio.sleep(0.1)
    left, waiting = _one(connection, _BACKLOG, audited_topics()), promises.unfinished(connection, history.armed)
    verdict.lost.append(f"after {_DRAIN_SECONDS:.0f} s {left} events and {waiting} reminders were not done")
    return time.monotonic() - begin


_BACKLOG = """
    SELECT (SELECT count(*) FROM outbox)
         + (SELECT count(*) FROM event WHERE topic = ANY(%s) AND NOT EXISTS (
                SELECT FROM audit WHERE audit.event_id = event.id))
"""


def _tasks(connection: psycopg.Connection[tuple[object, ...]], history: History, verdict: Verdict) -> None:
    """Every acknowledged task once, in its last acknowledged state, and no other."""
    stored = {
        str(id_): (title, "trashed" if deleted else status, version)
        for id_, title, status, deleted, version in connection.execute(
            "SELECT id, title, status, deleted_at IS NOT NULL, version FROM task"
        )
    }
    for task in history.tasks.values():
        if task.id not in stored:
            verdict.lost.append(f"task {task.id}")
        elif stored[task.id] != (task.title, task.status, task.version):
            verdict.lost.append(f"a change of task {task.id}: {stored[task.id]} instead of {task}")
    verdict.doubled += [f"task {id_}" for id_ in stored.keys() - history.tasks.keys()]


def _events(connection: psycopg.Connection[tuple[object, ...]], history: History, verdict: Verdict) -> None:
    """One event for every version of every task, without gaps."""
    verdict.events = int(str(_one(connection, "SELECT count(*) FROM event")))
    sequences: dict[str, list[int]] = {}
    for key, sequence in connection.execute("SELECT key, sequence FROM event WHERE topic = 'task-events'"):
        sequences.setdefault(str(key), []).append(int(str(sequence)))
    for task in history.tasks.values():
        found = sorted(sequences.get(task.id, []))
        if found != list(range(1, task.version + 1)):
            verdict.wrong.append(f"the events of task {task.id} are {found}, its version is {task.version}")


def _effects(connection: psycopg.Connection[tuple[object, ...]], verdict: Verdict) -> None:
    """Each event audited once and only once, nothing given up, every consumer at the end of every task."""
    rows = connection.execute("SELECT event_id, count(*) FROM audit GROUP BY event_id HAVING count(*) > 1")
    verdict.doubled += [f"the audit of event {event}" for event, _ in rows]
    foreign = _one(
        connection, "SELECT count(*) FROM audit WHERE NOT EXISTS (SELECT FROM event WHERE event.id = audit.event_id)"
    )
    if foreign:
        verdict.wrong.append(f"{foreign} audit rows without an event")
    failed = connection.execute(_GIVEN_UP)
    verdict.wrong += [f"{consumer} gave event {event} up: {reason}" for consumer, event, reason in failed]
    behind = connection.execute(
        """
        SELECT key, max(event.sequence), max(consumer_position.sequence) FROM event
        LEFT JOIN consumer_position USING (topic, key) WHERE topic = 'task-events'
        GROUP BY key, consumer HAVING max(event.sequence) IS DISTINCT FROM max(consumer_position.sequence)
        """
    )
    verdict.wrong += [f"the consumer of task {key} is at {at} instead of {last}" for key, last, at in behind]


_GIVEN_UP = """
    SELECT consumer, event_id, reason FROM inbox WHERE status = 'failed'
    UNION SELECT consumer, event_id, reason FROM dead_letter WHERE status IN ('open', 'replaying')
"""


def _reminders(
    connection: psycopg.Connection[tuple[object, ...]], history: History, verdict: Verdict, steady: bool
) -> None:
    came = promises.reminders(connection, history.armed, steady)
    verdict.reminders = sum(each.sent for each in came)
    lost, doubled, wrong = promises.judged(history.armed, came)
    verdict.lost += lost
    verdict.doubled += doubled
    verdict.wrong += wrong


def _audit(connection: psycopg.Connection[tuple[object, ...]], verdict: Verdict, steady: bool) -> None:
    """All of it, and each task's changes in their order, which the trail's times tell as long as the clock is `steady`."""
    verdict.lost += promises.not_audited(connection, audited_topics())
    if steady:
        verdict.wrong += promises.out_of_order(connection)


async def _interface(subject: Reached, history: History, verdict: Verdict) -> None:
    """What people see: all pages of the list, each task once."""
    seen: Counter[str] = Counter()
    opened = httpx.AsyncClient(base_url=subject.url, headers=subject.headers, trust_env=False, timeout=30)
    async with opened as client:
        for status in ("active", "completed", "trashed"):
            cursor: str | None = ""
            while cursor is not None:
                query = {"status": status, "limit": "500", **({"cursor": cursor} if cursor else {})}
                page = (await client.get("/api/tasks", params=query)).raise_for_status().json()
                for task in page["items"]:
                    seen[task["id"]] += 1
                    known = history.tasks.get(task["id"])
                    if known and (known.title, known.status) != (task["title"], status):
                        verdict.wrong.append(f"the list shows {task['title']!r} as {status}, acknowledged was {known}")
                cursor = page["next"]
    verdict.lost += [f"task {id_} in the list" for id_ in history.tasks.keys() - seen.keys()]
    verdict.doubled += [f"task {id_} in the list" for id_, times in seen.items() if times > 1]


def _one(connection: psycopg.Connection[tuple[object, ...]], question: str, *values: object) -> object:
    row = connection.execute(question, values or None).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]
