"""A message that was carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.parse_chat.plan import Decision
from functions.parse_chat.replies.task import TaskJson


@dataclass(frozen=True, slots=True)
class Done:
    """The decision and what each of its steps gave (None: it was refused); `now` is local in `zone`, dates are written as in `locale`."""

    decision: Decision
    results: Sequence[dict[str, Any] | None]
    zone: str
    now: datetime
    locale: str = ""

    @property
    def made(self) -> Sequence[dict[str, Any] | None]:
        """The results without those of the steps that took an earlier change back."""
        back = int(self.decision.words.get("taken_back", 0))
        return self.results[: len(self.results) - back]

    @property
    def tasks(self) -> list[TaskJson]:
        """The tasks or pages that the steps gave."""
        return [result for result in self.made if result is not None]

    @property
    def before(self) -> list[TaskJson]:
        """The tasks as they were, of the steps that succeeded."""
        known: Sequence[TaskJson] = self.decision.words.get("before", ())
        return [task for task, result in zip(known, self.made, strict=False) if result is not None]
