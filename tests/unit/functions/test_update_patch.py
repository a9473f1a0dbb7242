"""A patch: only the fields that are given change, null clears."""

from datetime import UTC, datetime
from typing import Any

import pytest

from functions.update_task.patch import apply
from shared.due import Due
from shared.errors import Conflict, Invalid
from shared.models import TaskPatch
from shared.task import Task
from tests.unit.shared.tasks import NOW, task

DUE = Due(datetime(2026, 11, 27, 16, tzinfo=UTC), "Europe/Berlin")


def patched(before: Task, **fields: Any) -> Task:
    change = apply(TaskPatch.model_validate(fields), before, NOW)
    assert change is not None
    assert change.kind == "task.updated"
    return change.after


def test_a_field_that_is_not_given_stays() -> None:
    before = task(description="two litres", due=DUE, tags=("shop",), priority="high")
    after = patched(before, title="Buy oat milk")
    assert (after.title, after.description, after.due, after.tags, after.priority) == (
        "Buy oat milk",
        "two litres",
        DUE,
        ("shop",),
        "high",
    )
    assert after.version == before.version + 1


@pytest.mark.parametrize(
    ("field", "set_to", "cleared"),
    [
        ("description", "words", None),
        ("due", DUE, None),
        ("priority", "high", "medium"),
        ("tags", ("a",), ()),
        ("reminders", ({"lead_minutes": 5},), ()),
        ("recurrence", {"pattern": "daily", "interval": 1}, None),
    ],
)
def test_null_clears(field: str, set_to: Any, cleared: Any) -> None:
    given = "due_at" if field == "due" else field
    assert getattr(patched(task(**{field: set_to}), **{given: None}), field) == cleared


def test_a_local_time_is_meant_in_the_zone_of_the_task() -> None:
    after = patched(task(due=DUE), due_at="2026-11-30T09:00")
    assert after.due == Due(datetime(2026, 11, 30, 8, tzinfo=UTC), "Europe/Berlin")


def test_a_zone_that_is_given_wins_over_that_of_the_task() -> None:
    after = patched(task(due=DUE), due_at="2026-11-30T09:00", timezone="America/New_York")
    assert after.due == Due(datetime(2026, 11, 30, 14, tzinfo=UTC), "America/New_York")


def test_a_local_time_without_any_zone_is_refused() -> None:
    with pytest.raises(Invalid):
        apply(TaskPatch.model_validate({"due_at": "2026-11-30T09:00"}), task(), NOW)


def test_a_tag_twice_is_one_tag() -> None:
    assert patched(task(), tags=["b", "a", "b"]).tags == ("b", "a")


@pytest.mark.parametrize("fields", [{}, {"title": "Buy milk"}, {"description": None}, {"version": 1}])
def test_what_changes_nothing_is_no_change(fields: dict[str, Any]) -> None:
    assert apply(TaskPatch.model_validate(fields), task(), NOW) is None


def test_a_task_in_the_trash_must_be_restored_first() -> None:
    with pytest.raises(Conflict) as refused:
        apply(TaskPatch.model_validate({"title": "x"}), task(deleted_at=NOW), NOW)
    assert refused.value.code == "task_in_trash"
