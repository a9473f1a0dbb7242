"""Load and faults together, round after round."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from shared import catalogue
from shared.events import TASK_EVENTS
from tests.chaos.faults import Fault
from tests.chaos.history import History
from tests.chaos.load import Writer
from tests.chaos.subject import Subject
from tests.chaos.verdict import Verdict, judge

WRITERS = 4
RECOVERY_SECONDS = 30.0
_PATIENCE_SECONDS = 150.0
"""So long a round may take for the run to go on; that it took too long is in the verdict."""
_END_SECONDS = 300.0
_HANDLED = "SELECT count(*) FROM consumer_position WHERE topic = %s AND key = %s"


@dataclass
class Outcome:
    """Everything a run has to tell."""

    history: History
    verdict: Verdict = field(default_factory=Verdict)
    faults: list[Fault] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from the fault's end, with broker and database back, until every part answered and every consumer of tasks' events had
    handled a task made then."""
    away: list[float] = field(default_factory=list)
    """Seconds from the fault's end until broker and database took connections again."""
    also_ended: Counter[str] = field(default_factory=Counter)
    """Processes that ended though nobody killed them."""


async def run_rounds(subject: Subject, rounds: int, seed: int, tell: Callable[[str], None] = print) -> Outcome:
    """Rounds of faults under load, then the verdict. The subject must run."""
    source = random.Random(seed)
    outcome = Outcome(History())
    stop = asyncio.Event()
    async with asyncio.timeout(rounds * RECOVERY_SECONDS + _END_SECONDS):
        async with asyncio.TaskGroup() as group:
            for _ in range(WRITERS):
                writer = Writer(subject.url, outcome.history, random.Random(source.random()), subject.range.pause)
                group.create_task(writer.run(stop))
            try:
                for number in range(1, rounds + 1):
                    await asyncio.sleep(source.uniform(0, 0.8))
                    await _round(subject, number, subject.range.choose(source), outcome, tell)
            finally:
                stop.set()
        tell("      waiting for the backlog and the reminders that are to come")
        verdict = await judge(subject, outcome.history)
    slow = [each for each in outcome.recoveries if each > RECOVERY_SECONDS]
    verdict.wrong += [f"a recovery took {each:.1f} s" for each in slow]
    outcome.verdict = verdict
    return outcome


async def _round(subject: Subject, number: int, fault: Fault, outcome: Outcome, tell: Callable[[str], None]) -> None:
    try:
        subject.strike(fault)
        await asyncio.sleep(fault.seconds)
    finally:
        subject.relieve(fault)
    outcome.faults.append(fault)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            away, recovery = await _recovery(subject, outcome)
    except TimeoutError:
        told = subject.told()
        raise AssertionError(f"not recovered {_PATIENCE_SECONDS:.0f} s after {fault}:\n{told}") from None
    outcome.away.append(away)
    outcome.recoveries.append(recovery)
    tell(f"{number:>4}  {recovery:5.2f} s  {fault}" + (f", back after {away:.1f} s" if away > 1 else ""))


async def _recovery(subject: Subject, outcome: Outcome) -> tuple[float, float]:
    """Seconds until broker and database were back, and from then on until all was well."""
    begin = time.monotonic()
    await _until(subject.is_back, subject, outcome)
    back = time.monotonic()
    await _until(subject.is_whole, subject, outcome)
    probe = await Writer(subject.url, outcome.history, random.Random()).create()
    await _until(lambda: _is_handled(subject.dsn, probe.id), subject, outcome)
    return back - begin, time.monotonic() - back


async def _until(done: Callable[[], bool], subject: Subject, outcome: Outcome) -> None:
    while not await asyncio.to_thread(done):
        outcome.also_ended.update(subject.tend())
        await asyncio.sleep(0.02)


def _is_handled(dsn: str, task: str) -> bool:
    """Whether every consumer of tasks' events knows it."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=5) as connection:
            row = connection.execute(_HANDLED, (TASK_EVENTS, task)).fetchone()
    except psycopg.OperationalError:
        return False
    assert row
    return bool(row[0] == len(_consumers()))


def _consumers() -> list[str]:
    functions = catalogue.load().functions.items()
    return [
        name for name, each in functions if any(one.topic == TASK_EVENTS and not one.fanout for one in each.subscribes)
    ]
