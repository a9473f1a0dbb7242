"""Load and kills together, round after round."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos.history import History
from tests.chaos.load import Writer
from tests.chaos.running import RunningNudge
from tests.chaos.verdict import Verdict, judge
from tests.chaos.victims import choose, kill, nobody_restarts

WRITERS = 4
RECOVERY_SECONDS = 30.0


@dataclass
class Outcome:
    """Everything a run has to tell."""

    history: History
    verdict: Verdict = field(default_factory=Verdict)
    kills: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from the kill until every process ran and /health answered 200."""


async def run_rounds(nudge: RunningNudge, rounds: int, seed: int, tell: Callable[[str], None] = print) -> Outcome:
    """Rounds of kills under load, then the verdict. `nudge` must run."""
    source = random.Random(seed)
    outcome = Outcome(History())
    stop = asyncio.Event()
    async with asyncio.timeout(rounds * (RECOVERY_SECONDS / 2) + 180):
        async with asyncio.TaskGroup() as group:
            for _ in range(WRITERS):
                writer = Writer(nudge.url, outcome.history, random.Random(source.random()))
                group.create_task(writer.run(stop))
            try:
                for number in range(1, rounds + 1):
                    await _round(nudge, number, source, outcome, tell)
            finally:
                stop.set()
        outcome.verdict = await judge(nudge, outcome.history)
    return outcome


async def _round(
    nudge: RunningNudge, number: int, source: random.Random, outcome: Outcome, tell: Callable[[str], None]
) -> None:
    await asyncio.sleep(source.uniform(0, 0.8))
    names = choose(source)
    begin = time.monotonic()
    kill(nudge, names, source)
    if nobody_restarts(names):
        nudge.launch()
    while not await asyncio.to_thread(nudge.is_whole):
        if time.monotonic() - begin > RECOVERY_SECONDS:
            told = nudge.output.read_text()[-2000:]
            raise AssertionError(f"not recovered within {RECOVERY_SECONDS:.0f} s of killing {names}:\n{told}")
        await asyncio.sleep(0.02)
    outcome.recoveries.append(time.monotonic() - begin)
    outcome.kills.update(names)
    tell(f"{number:>4}  {outcome.recoveries[-1]:5.2f} s  {', '.join(names)}")
