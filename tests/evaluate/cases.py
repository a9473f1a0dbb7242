"""Cases of a set, and how the engine is called on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Reading

Case = dict[str, Any]
NOW = datetime(2026, 11, 24, 10, 0)
"""The moment at which cases without a reference time are read."""


@dataclass
class Score:
    """Counts by figure, and the cases that missed it."""

    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    def count(self, figure: str, right: bool, case: Case, got: object = "") -> None:
        self.total[figure] = self.total.get(figure, 0) + 1
        self.right[figure] = self.right.get(figure, 0) + int(right)
        if not right:
            self.misses.append((figure, str(case.get("sentence") or case["text"]), str(got)))


def cases(folder: Path, name: str) -> Iterator[Case]:
    """The lines of a set; nothing when the folder has no such file."""
    path = folder / f"{name}.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def understood(text: str, now: datetime = NOW, locale: str | None = None) -> Reading:
    """The engine's reading in zone UTC."""
    return read(text, now, "UTC", locale)
