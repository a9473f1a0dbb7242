"""`python -m tests.chaos --lane real --rounds 20 --seed 1`: faults at random under load, and proves that nothing is lost."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.chaos.clock import Clock, library
from tests.chaos.disk import Disk, may_mount
from tests.chaos.faults import Kind
from tests.chaos.local_lane import LocalLane
from tests.chaos.real_lane import RealLane
from tests.chaos.rounds import run_rounds
from tests.chaos.running import RunningNudge
from tests.chaos.subject import Subject
from tests.chaos.summary import summary
from tests.lane.errors import LaneError
from tests.lane.lane import Lane
from tests.lane.programs import programs

_DISK_MEGABYTES = 1_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--lane", choices=_LANES, default="local")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--kinds", default="kill,stop,drop", help="of faults; on one machine also fill (root) and jump")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if unknown := set(kinds) - set(_ON[options.lane]):
        parser.error(
            f"the {options.lane} lane has no {', '.join(sorted(unknown))}; it has {', '.join(_ON[options.lane])}"
        )
    folder = Path(tempfile.mkdtemp(prefix="nudge-chaos-"))
    # Postgres runs under another user when this one is root, and passes through here.
    folder.chmod(0o755)
    print(f"{options.lane} lane, {options.rounds} rounds, seed {options.seed}", flush=True)
    try:
        with _LANES[options.lane](folder, options.seed, kinds) as subject:
            for kind in set(kinds) - subject.range.kinds:
                _say(_WITHOUT[kind])
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
def _local(folder: Path, seed: int, kinds: Collection[Kind]) -> Iterator[Subject]:
    with ExitStack() as stack:
        home, clock = folder / "home", _clock(folder) if "jump" in kinds else None
        disk = stack.enter_context(Disk(home, _DISK_MEGABYTES)) if "fill" in kinds and may_mount() else None
        nudge = RunningNudge(home, **(clock.environment if clock else {}))
        stack.callback(nudge.close)
        yield LocalLane(nudge.start(), seed, kinds, disk, clock)


def _clock(folder: Path) -> Clock | None:
    found = library()
    return Clock(found, folder) if found else None


@contextmanager
def _real(folder: Path, _: int, kinds: Collection[Kind]) -> Iterator[Subject]:
    lane = Lane(programs(), folder)
    try:
        lane.start(lambda step: _say(f"{step} …"))
        yield RealLane(lane, kinds)
    finally:
        lane.stop()


_LANES = {"local": _local, "real": _real}
_ON: dict[str, tuple[Kind, ...]] = {"local": ("kill", "stop", "drop", "fill", "jump"), "real": ("kill", "stop", "drop")}
_WITHOUT = {
    "drop": "No connections are dropped: this kernel lets only root do that (kernel.yama.ptrace_scope).",
    "fill": "No disk is filled: only root may mount a small one.",
    "jump": "No clock jumps: install libfaketime, on Debian by: apt-get install libfaketime",
}


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
