"""`python -m tests.chaos --rounds 100 --seed 1`: kills at random under load, and proves that nothing is lost."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.rounds import Outcome, run_rounds
from tests.chaos.running import RunningNudge


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="nudge-chaos-"))
    nudge = RunningNudge(folder / "home")
    print(f"{options.rounds} rounds, seed {options.seed}")
    try:
        outcome = asyncio.run(run_rounds(nudge.start(), options.rounds, options.seed))
    except BaseException:
        print(f"The data is kept in {folder}", file=sys.stderr)
        raise
    finally:
        nudge.close()
    print(summary(outcome))
    if not outcome.verdict.is_clean:
        print(f"The data is kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


def summary(outcome: Outcome) -> str:
    recoveries, verdict = sorted(outcome.recoveries), outcome.verdict
    kills = ", ".join(f"{name} {times}" for name, times in outcome.kills.most_common())
    median, longest = recoveries[len(recoveries) // 2], recoveries[-1]
    lines = [
        f"kills      {sum(outcome.kills.values())}: {kills}",
        f"recovery   median {median:.2f} s, longest {longest:.2f} s (allowed: 30 s)",
        f"writes     {outcome.history.writes} acknowledged, {outcome.history.retries} attempts repeated",
        f"tasks      {len(outcome.history.tasks)}",
        f"events     {verdict.events}, backlog done after {verdict.drained_after:.1f} s",
        *_list("lost", verdict.lost),
        *_list("doubled", verdict.doubled),
        *_list("wrong", verdict.wrong),
    ]
    return "\n".join(lines)


def _list(name: str, found: list[str]) -> list[str]:
    return [f"{name:<10} {len(found)}", *(f"           {each}" for each in found[:20])]


if __name__ == "__main__":
    sys.exit(main())
