"""Ten rounds of faults on one machine; `make chaos` makes a hundred, there or on real Dapr, Kafka and Postgres."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from tests.chaos import promises
from tests.chaos.history import History, TaskHistory
from tests.chaos.local_lane import LocalLane
from tests.chaos.rounds import RECOVERY_SECONDS, Outcome, run_rounds
from tests.chaos.running import RunningNudge
from tests.chaos.verdict import audited_topics, judge

_SEED = 24
pytestmark = pytest.mark.timeout(400)
"""Seconds. The rounds are bounded by themselves; on a busy machine each takes its time."""


@pytest.fixture(scope="module")
def subject() -> Iterator[LocalLane]:
    folder = Path(tempfile.mkdtemp(prefix="nudge-chaos-"))
    running = RunningNudge(folder / "home")
    try:
        yield LocalLane(running.start(), _SEED)
    finally:
        running.close()
        shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="module")
async def outcome(subject: LocalLane) -> AsyncIterator[Outcome]:
    yield await run_rounds(subject, rounds=10, seed=_SEED)


async def test_nothing_acknowledged_is_lost_and_every_effect_happens_once(outcome: Outcome) -> None:
    assert outcome.verdict.lost == []
    assert outcome.verdict.doubled == []
    assert outcome.verdict.wrong == []
    assert outcome.history.writes > 100
    assert max(each.seconds for each in outcome.recoveries) < RECOVERY_SECONDS


async def test_reminders_came_once_each(outcome: Outcome) -> None:
    in_time = sum(1 for each in outcome.history.armed if each.in_time)
    assert 0 < in_time <= outcome.verdict.reminders <= len(outcome.history.armed)


async def test_the_verdict_finds_what_is_lost_and_what_is_too_much(subject: LocalLane, outcome: Outcome) -> None:
    """The judge is judged: by histories that claim something else, more, and less than was done."""
    first = next(iter(outcome.history.tasks.values()))
    changed = TaskHistory(first.id, "another title", first.status, first.version)
    missing = TaskHistory("01a20bb1-367c-7b18-9597-272ff2da0450", "never stored", "active", 1)
    verdict = await judge(subject, History(tasks={**outcome.history.tasks, first.id: changed, missing.id: missing}))
    assert f"task {missing.id}" in verdict.lost
    assert any(first.id in each for each in verdict.lost)
    assert f"task {first.id}" in (await judge(subject, History())).doubled


def test_the_verdict_finds_gaps_and_disorder_in_the_audit_trail(subject: LocalLane, outcome: Outcome) -> None:
    task = max(outcome.history.tasks.values(), key=lambda each: each.version)
    assert task.version > 1
    with psycopg.connect(subject.dsn) as connection:
        assert not promises.not_audited(connection, audited_topics()) and not promises.out_of_order(connection)
        connection.execute(_DISORDER, {"key": task.id, "sequence": task.version})
        assert [found for found in promises.out_of_order(connection) if task.id in found]
        connection.execute("DELETE FROM audit WHERE entity_id = %s", (task.id,))
        assert len(promises.not_audited(connection, audited_topics())) >= task.version
        connection.rollback()


_DISORDER = """
    UPDATE audit SET recorded_at = recorded_at - interval '1 day' FROM event
    WHERE event.id = audit.event_id AND topic = 'task-events' AND key = %(key)s AND sequence = %(sequence)s
"""
