"""Whom a round kills: one process, several, or all; chosen by a seeded source so that a run can be repeated."""

import random

from local.postgres import Postgres
from tests.chaos.running import RunningNudge

NAMES = ("guardian", "supervisor", "postgres", "sidecar", "requests", "events")
BACKEND = "backend"


def choose(source: random.Random) -> tuple[str, ...]:
    """The names of this round's victims."""
    kind = source.choices(("one", "several", "all"), (6, 3, 1))[0]
    if kind == "all":
        return NAMES
    return tuple(source.sample((*NAMES, BACKEND), 1 if kind == "one" else source.randint(2, 4)))


def kill(nudge: RunningNudge, names: tuple[str, ...], source: random.Random) -> None:
    """SIGKILL, as close together as possible."""
    if BACKEND in names:
        postgres = Postgres(nudge.home, nudge.home)
        backends = [pid for pid in postgres.processes() if pid != nudge.processes().get("postgres")]
        nudge.kill(*names, pids=[source.choice(sorted(backends))] if backends else [])
    else:
        nudge.kill(*names)


def nobody_restarts(names: tuple[str, ...]) -> bool:
    """Whether both who start others again are among them: then a person has to."""
    return {"guardian", "supervisor"} <= set(names)
