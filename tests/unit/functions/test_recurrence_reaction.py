"""Which changes of a task mean something for its series."""

from typing import Any

import pytest

from functions.generate_recurrence.reaction import Reaction, reaction
from shared.events import Cause
from shared.task import Task, change
from shared.task_events import task_changed
from tests.unit.shared.tasks import NOW, task

RULE: dict[str, Any] = {"pattern": "daily", "interval": 1}
DONE: dict[str, Any] = {"status": "completed", "completed_at": NOW}
OPEN: dict[str, Any] = {"status": "active", "completed_at": None}
THROWN, BACK = {"deleted_at": NOW}, {"deleted_at": None}


def told(kind: str, before: Task, permanent: bool = False, **fields: Any) -> Reaction | None:
    after = change(before, NOW, **fields)
    return reaction(task_changed(kind, before, after, Cause("/functions/x"), permanent=permanent)[0])


@pytest.mark.parametrize(
    ("kind", "before", "fields", "expected"),
    [
        ("task.completed", {}, DONE, "go on"),
        ("task.deleted", {}, THROWN, "go on"),
        ("task.updated", DONE, OPEN, "take back"),
        ("task.restored", THROWN, BACK, "take back"),
        ("task.restored", {**DONE, **THROWN}, BACK, None),
        ("task.deleted", DONE, THROWN, None),
        ("task.deleted", THROWN, {}, None),
        ("task.updated", {}, {"title": "Buy oat milk"}, None),
        ("task.updated", {}, {"recurrence": None}, None),
    ],
)
def test_only_a_change_into_done_or_back_means_something(
    kind: str, before: dict[str, Any], fields: dict[str, Any], expected: Reaction | None
) -> None:
    assert told(kind, task(recurrence=RULE, **before), **fields) == expected


def test_a_new_task_means_nothing() -> None:
    assert reaction(task_changed("task.created", None, task(recurrence=RULE), Cause("/functions/x"))[0]) is None


def test_a_task_that_does_not_repeat_means_nothing() -> None:
    assert told("task.completed", task(), **DONE) is None
