"""A task, its next version, and what differs between two of them."""

from datetime import date, datetime

from shared.clock import UTC
from shared.due import Due
from shared.models import TaskAnswer
from shared.task import change, difference, to_json
from tests.unit.shared.tasks import NOW, task

FRIDAY = Due(datetime(2026, 11, 27, 17, tzinfo=UTC), "Europe/Berlin")
ALL_DAY = Due(datetime(2026, 11, 26, 23, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 27))


def test_a_change_is_the_next_version_and_one_message_to_the_screens() -> None:
    before = task(version=4, updates=6)
    after = change(before, NOW, title="Buy oat milk")
    assert (after.title, after.version, after.updates, after.updated_at) == ("Buy oat milk", 5, 7, NOW)
    assert (before.title, before.version) == ("Buy milk", 4)


def test_the_difference_names_only_what_a_person_sees() -> None:
    before = task(tags=("home",))
    after = change(before, NOW, priority="high")
    assert difference(before, after) == {"priority": {"from": "medium", "to": "high"}}


def test_the_same_instant_as_a_whole_day_is_a_difference() -> None:
    timed, whole = task(due=Due(ALL_DAY.instant, ALL_DAY.zone)), task(due=ALL_DAY)
    assert difference(timed, whole) == {
        "due_at": {"from": "2026-11-26T23:00:00Z", "to": "2026-11-27"},
        "all_day": {"from": False, "to": True},
    }


def test_json_is_what_answers_promise() -> None:
    for each in (task(), task(due=FRIDAY), task(due=ALL_DAY, status="completed", completed_at=NOW, tags=("a", "b"))):
        content = to_json(each)
        assert set(content) == set(TaskAnswer.model_fields) - {"conflict"}
        TaskAnswer.model_validate(content)


def test_due_date_in_json() -> None:
    timed, whole, none = to_json(task(due=FRIDAY)), to_json(task(due=ALL_DAY)), to_json(task())
    assert (timed["due_at"], timed["due_zone"], timed["all_day"]) == ("2026-11-27T17:00:00Z", "Europe/Berlin", False)
    assert (whole["due_at"], whole["due_zone"], whole["all_day"]) == ("2026-11-27", "Europe/Berlin", True)
    assert (none["due_at"], none["due_zone"], none["all_day"]) == (None, None, False)


def test_a_task_in_the_trash_says_so_whatever_it_was() -> None:
    assert to_json(task(deleted_at=NOW))["status"] == "trashed"
    assert to_json(task(deleted_at=NOW, status="completed", completed_at=NOW))["status"] == "trashed"
