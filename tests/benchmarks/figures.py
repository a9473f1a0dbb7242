"""Figures and the table they are printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One measured figure. `target` is a bound in the same unit; `sense` says on which side of it the figure should be."""

    name: str
    value: float
    unit: str
    target: float | None = None
    sense: Literal["at most", "at least"] = "at most"

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value <= self.target if self.sense == "at most" else self.value >= self.target

    def row(self) -> str:
        wanted = f"{self.sense} {self.target:g}" if self.target is not None else ""
        verdict = {None: "", True: "met", False: "MISSED"}[self.met]
        return f"{self.name:<62} {self.value:>10.4g} {self.unit:<9} {wanted:<16} {verdict}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def in_ms(values: Sequence[float], share: float) -> float:
    return percentile(values, share) * 1000
