"""Completing, reopening, trash and restore: harmless when repeated."""

from collections.abc import Callable
from datetime import datetime

import pytest

from functions.complete_task.completion import complete, reopen
from functions.delete_task.trash import discard, remove, restore
from shared.errors import Conflict
from shared.task import Task
from shared.task_change import Change
from tests.unit.shared.tasks import CREATED, NOW, task

ACTIVE = task()
COMPLETED = task(status="completed", completed_at=CREATED)
TRASHED = task(deleted_at=CREATED)
TRASHED_COMPLETED = task(status="completed", completed_at=CREATED, deleted_at=CREATED)

Decide = Callable[[Task, datetime], Change | None]


def after(decide: Decide, before: Task) -> tuple[str, Task]:
    change = decide(before, NOW)
    assert change is not None
    assert (change.after.version, change.after.updated_at) == (before.version + 1, NOW)
    return change.kind, change.after


def test_completing_notes_when() -> None:
    kind, completed = after(complete, ACTIVE)
    assert (kind, completed.status, completed.completed_at) == ("task.completed", "completed", NOW)


def test_reopening_forgets_when() -> None:
    kind, active = after(reopen, COMPLETED)
    assert (kind, active.status, active.completed_at) == ("task.updated", "active", None)


def test_the_trash_keeps_a_task_as_it_was() -> None:
    kind, trashed = after(discard, COMPLETED)
    assert (kind, trashed.deleted_at, trashed.status) == ("task.deleted", NOW, "completed")
    kind, restored = after(restore, trashed)
    assert (kind, restored.deleted_at, restored.status, restored.completed_at) == (
        "task.restored",
        None,
        "completed",
        CREATED,
    )


@pytest.mark.parametrize("before", [ACTIVE, COMPLETED, TRASHED])
def test_for_good_means_the_row_goes(before: Task) -> None:
    change = remove(before, NOW)
    assert change is not None
    assert change.permanent
    assert change.kind == "task.deleted"


@pytest.mark.parametrize(
    ("decide", "before"),
    [(complete, COMPLETED), (reopen, ACTIVE), (discard, TRASHED), (restore, ACTIVE), (restore, COMPLETED)],
)
def test_a_repeat_changes_nothing(decide: Decide, before: Task) -> None:
    assert decide(before, NOW) is None


@pytest.mark.parametrize("decide", [complete, reopen])
@pytest.mark.parametrize("before", [TRASHED, TRASHED_COMPLETED])
def test_a_task_in_the_trash_must_be_restored_first(decide: Decide, before: Task) -> None:
    with pytest.raises(Conflict) as refused:
        decide(before, NOW)
    assert refused.value.code == "task_in_trash"
