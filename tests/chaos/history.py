"""What was asked for and what was acknowledged: the truth that the end must agree with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class TaskHistory:
    """One task as its only writer knows it."""

    id: str
    title: str
    status: str
    version: int


@dataclass(frozen=True)
class Armed:
    """A reminder that was asked for."""

    task: str
    at: datetime
    in_time: bool
    """Whether that was acknowledged before its moment: then it must come. Else it may have been asked for too late."""


@dataclass
class History:
    """Acknowledged writes only: an answer of 2xx was read."""

    tasks: dict[str, TaskHistory] = field(default_factory=dict)
    armed: list[Armed] = field(default_factory=list)
    writes: int = 0
    retries: int = 0
    wrong: list[str] = field(default_factory=list)
    """Answers that contradict what was acknowledged before."""

    def acknowledge(self, answer: dict[str, Any], before: TaskHistory | None) -> TaskHistory:
        """Take the answer to a write over. Each write raises the version by exactly one, however often it was repeated."""
        self.writes += 1
        task = TaskHistory(answer["id"], answer["title"], answer["status"], answer["version"])
        expected = before.version + 1 if before else 1
        if task.version != expected:
            self.wrong.append(f"task {task.id} came back as version {task.version} instead of {expected}")
        self.tasks[task.id] = task
        return task
