"""Ten rounds of the kill test; `make chaos` makes a hundred."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.history import History, TaskHistory
from tests.chaos.rounds import RECOVERY_SECONDS, Outcome, run_rounds
from tests.chaos.running import RunningNudge
from tests.chaos.verdict import judge


@pytest.fixture(scope="module")
def nudge() -> Iterator[RunningNudge]:
    folder = Path(tempfile.mkdtemp(prefix="nudge-chaos-"))
    running = RunningNudge(folder / "home")
    try:
        yield running.start()
    finally:
        running.close()
        shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="module")
async def outcome(nudge: RunningNudge) -> AsyncIterator[Outcome]:
    yield await run_rounds(nudge, rounds=10, seed=24)


async def test_nothing_acknowledged_is_lost_and_every_effect_happens_once(outcome: Outcome) -> None:
    assert outcome.verdict.lost == []
    assert outcome.verdict.doubled == []
    assert outcome.verdict.wrong == []
    assert outcome.history.writes > 100
    assert max(outcome.recoveries) < RECOVERY_SECONDS


async def test_the_verdict_finds_what_is_lost_and_what_is_too_much(nudge: RunningNudge, outcome: Outcome) -> None:
    """The judge is judged: by histories that claim something else, more, and less than was done."""
    first = next(iter(outcome.history.tasks.values()))
    changed = TaskHistory(first.id, "another title", first.status, first.version)
    missing = TaskHistory("01a20bb1-367c-7b18-9597-272ff2da0450", "never stored", "active", 1)
    verdict = await judge(nudge, History(tasks={**outcome.history.tasks, first.id: changed, missing.id: missing}))
    assert f"task {missing.id}" in verdict.lost
    assert any(first.id in each for each in verdict.lost)
    assert f"task {first.id}" in (await judge(nudge, History())).doubled
