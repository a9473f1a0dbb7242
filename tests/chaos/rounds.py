"""Load and faults together, round after round."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

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
"""So long a round may take for the run to go on; that it took longer than it should is told beside the figure."""
_END_SECONDS = 300.0
_HANDLED = "SELECT consumer FROM consumer_position WHERE topic = %s AND key = %s"


@dataclass(frozen=True)
class Recovery:
    """Seconds, each step from the end of the one before; the first from the end of the fault."""

    away: float
    """Until broker and database took connections again, which is not the product's."""
    answering: float
    """Until every process answered."""
    written: float
    """Until a task made then was acknowledged."""
    handled: float
    """Until every consumer of tasks' events had handled it."""
    last: str
    """The consumer that was the last to do so."""

    @property
    def seconds(self) -> float:
        return self.answering + self.written + self.handled

    def __str__(self) -> str:
        steps = f"answering {self.answering:.1f}, written {self.written:.1f}, handled {self.handled:.1f} by {self.last}"
        return f"{self.seconds:5.2f} s ({steps}{f'; back after {self.away:.1f}' if self.away > 1 else ''})"


@dataclass
class Outcome:
    """Everything a run has to tell."""

    history: History
    verdict: Verdict = field(default_factory=Verdict)
    faults: list[Fault] = field(default_factory=list)
    recoveries: list[Recovery] = field(default_factory=list)
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
                writer = Writer(subject, outcome.history, random.Random(source.random()), subject.range.pause)
                group.create_task(writer.run(stop))
            try:
                for number in range(1, rounds + 1):
                    await asyncio.sleep(source.uniform(0, 0.8))
                    await _round(subject, number, subject.range.choose(source), outcome, tell)
            finally:
                stop.set()
        tell("      waiting for the backlog and the reminders that are to come")
        outcome.verdict = await judge(subject, outcome.history)
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
            recovery = await _recovery(subject, outcome)
    except TimeoutError:
        told = subject.told()
        raise AssertionError(f"not recovered {_PATIENCE_SECONDS:.0f} s after {fault}:\n{told}") from None
    outcome.recoveries.append(recovery)
    tell(f"{number:>4}  {fault}: {recovery}")


async def _recovery(subject: Subject, outcome: Outcome) -> Recovery:
    """Until broker and database are back, and from then on until all is well."""
    times = [time.monotonic()]
    await _until(subject.is_back, subject, outcome)
    times.append(time.monotonic())
    await _until(subject.is_whole, subject, outcome)
    times.append(time.monotonic())
    probe = await Writer(subject, outcome.history, random.Random()).create()
    times.append(time.monotonic())
    last = await _until_handled(probe.id, subject, outcome)
    times.append(time.monotonic())
    return Recovery(*(after - before for before, after in pairwise(times)), " and ".join(sorted(last)))


async def _until(done: Callable[[], bool], subject: Subject, outcome: Outcome) -> None:
    while not await asyncio.to_thread(done):
        outcome.also_ended.update(subject.tend())
        await asyncio.sleep(0.02)


async def _until_handled(task: str, subject: Subject, outcome: Outcome) -> set[str]:
    """The consumers that were the last to handle it."""
    waiting = last = _consumers()
    while waiting:
        outcome.also_ended.update(subject.tend())
        await asyncio.sleep(0.02)
        last, waiting = waiting, waiting - await asyncio.to_thread(_handled, subject.dsn, task)
    return last


def _handled(dsn: str, task: str) -> set[str]:
    """The consumers of tasks' events that know it."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=5) as connection:
            return {str(name) for (name,) in connection.execute(_HANDLED, (TASK_EVENTS, task))}
    except psycopg.OperationalError:
        return set()


def _consumers() -> set[str]:
    functions = catalogue.load().functions.items()
    return {
        name for name, each in functions if any(one.topic == TASK_EVENTS and not one.fanout for one in each.subscribes)
    }
