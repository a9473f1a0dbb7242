"""`python -m tests.chaos --lane real --rounds 20 --seed 1`: faults at random under load, and proves that nothing is lost."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.local_lane import LocalLane
from tests.chaos.real_lane import RealLane
from tests.chaos.rounds import run_rounds
from tests.chaos.running import RunningNudge
from tests.chaos.subject import Subject
from tests.chaos.summary import summary
from tests.lane.errors import LaneError
from tests.lane.lane import Lane
from tests.lane.programs import programs


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--lane", choices=_LANES, default="local")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="nudge-chaos-"))
    # Postgres runs under another user when this one is root, and passes through here.
    folder.chmod(0o755)
    print(f"{options.lane} lane, {options.rounds} rounds, seed {options.seed}", flush=True)
    try:
        with _LANES[options.lane](folder, options.seed) as subject:
            if "drop" not in subject.range.kinds:
                _say("No connections are dropped: this kernel lets only root do that (kernel.yama.ptrace_scope).")
            outcome = asyncio.run(run_rounds(subject, options.rounds, options.seed, _say))
    except LaneError as error:
        print(error, file=sys.stderr)
        return 1
    except BaseException:
        print(f"The data is kept in {folder}", file=sys.stderr)
        raise
    print(summary(outcome))
    if not outcome.verdict.is_clean:
        print(f"The data is kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


@contextmanager
def _local(folder: Path, seed: int) -> Iterator[Subject]:
    nudge = RunningNudge(folder / "home")
    try:
        yield LocalLane(nudge.start(), seed)
    finally:
        nudge.close()


@contextmanager
def _real(folder: Path, _: int) -> Iterator[Subject]:
    lane = Lane(programs(), folder)
    try:
        lane.start(lambda step: _say(f"{step} …"))
        yield RealLane(lane)
    finally:
        lane.stop()


_LANES = {"local": _local, "real": _real}


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
