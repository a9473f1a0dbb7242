"""A message that was carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.parse_chat.plan import Decision
from functions.parse_chat.replies.task import TaskJson


@dataclass(frozen=True, slots=True)
class Done:
    """The decision and the tasks or pages that its steps gave; `now` is local in `zone`."""

    decision: Decision
    results: Sequence[TaskJson]
    zone: str
    now: datetime
