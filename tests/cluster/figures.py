"""What was measured, and where people read it."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "kubernetes.md"
_TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """One line of the table. `most` is the promise, empty where nothing was promised."""

    what: str
    measured: str
    most: str = ""


@dataclass
class Figures:
    """In the order in which they were taken."""

    lines: list[Figure] = field(default_factory=list)

    def seconds(self, what: str, seconds: float, most: float | None = None) -> None:
        self.add(what, f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s", f"{most:g} s" if most else "")

    def spread(self, what: str, seconds: list[float]) -> None:
        """Median and longest of several."""
        middle, longest = statistics.median(seconds), max(seconds)
        self.add(what, f"median {1000 * middle:.0f} ms, longest {1000 * longest:.0f} ms of {len(seconds)}")

    def add(self, what: str, measured: str, most: str = "") -> None:
        self.lines.append(Figure(what, measured, most))

    def table(self) -> str:
        head = ["| what | measured | promised |", "|---|---|---|"]
        return "\n".join([*head, *(f"| {each.what} | {each.measured} | {each.most} |" for each in self.lines)])


def write(figures: Figures) -> None:
    """Puts the table into the document."""
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(_TABLE.sub(lambda found: f"{found[1]}{figures.table()}\n{found[2]}", text), "utf-8")
