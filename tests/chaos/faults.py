"""What a round does to whom; chosen by a seeded source so that a run can be repeated."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kill", "stop", "drop", "fill", "jump"]
"""kill: SIGKILL. stop: SIGSTOP, and SIGCONT after a while. drop: every connection of the victim ends at both sides. fill: the disk is full for
a while. jump: the clock jumps, and back after a while."""

_KINDS: dict[Kind, int] = {"kill": 6, "stop": 2, "drop": 2, "fill": 2, "jump": 2}
_PLACES: dict[Kind, str] = {"fill": "disk", "jump": "clock"}
"""Faults that strike no process."""
_LONGEST_PLACE = 4.0
_LONGEST_JUMP = 60.0


@dataclass(frozen=True)
class Fault:
    kind: Kind
    victims: tuple[str, ...]
    seconds: float = 0.0
    """How long a victim stays dead or stopped, and a fault of a place lasts; whoever restarts a victim by itself may be quicker."""
    shift: float = 0.0
    """Seconds by which a clock jumps."""

    def __str__(self) -> str:
        lasting = f" for {self.seconds:.1f} s" if self.seconds else ""
        shifted = f" by {self.shift:+.0f} s" if self.shift else ""
        return f"{self.kind} {', '.join(self.victims)}{shifted}{lasting}"


@dataclass(frozen=True)
class Range:
    """Whom faults may strike, and how."""

    groups: Sequence[Sequence[str]]
    """A victim comes from any group with the same chance."""
    kinds: frozenset[Kind]
    dead: float
    """Seconds before a killed victim is restarted, at most."""
    stopped: float
    """Seconds of a stop at most."""
    at_once: bool = False
    """Whether everything may be killed together."""
    pause: float = 0.02
    """Seconds between two writes of one person at most: the load leaves the parts room to come back."""
    silent: frozenset[str] = frozenset()
    """Who has no connections that could be dropped."""

    def choose(self, source: random.Random) -> Fault:
        """One victim, several, or all of them."""
        kinds = [kind for kind in _KINDS if kind in self.kinds]
        (kind,) = source.choices(kinds, [_KINDS[each] for each in kinds])
        if kind == "kill" and self.at_once and source.random() < 0.15:
            return Fault(kind, tuple(name for group in self.groups for name in group))
        if kind in _PLACES:
            shift = source.choice((-1, 1)) * source.uniform(5, _LONGEST_JUMP) if kind == "jump" else 0.0
            return Fault(kind, (_PLACES[kind],), source.uniform(0.5, _LONGEST_PLACE), shift)
        count = 1 if source.random() < 0.65 else source.randint(2, 4)
        groups = (
            self.groups if kind != "drop" else [group for group in self.groups if not self.silent.issuperset(group)]
        )
        names = [source.choice(source.choice(groups)) for _ in range(count)]
        seconds = {"kill": source.uniform(0, self.dead), "stop": source.uniform(0.2, self.stopped), "drop": 0.0}
        return Fault(kind, tuple(dict.fromkeys(names)), seconds[kind])
