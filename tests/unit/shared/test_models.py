"""What requests may hold: every kind of bad input is refused by name, nothing is dropped in silence."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.models import NewTask, TaskPatch, VersionedCommand

TITLE = {"title": "Buy milk"}


def mistakes(model: type[Any], given: Any) -> list[str]:
    """The dotted names of the fields that are wrong."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(given)
    return [".".join(str(part) for part in error["loc"]) for error in refused.value.errors()]


def test_a_title_is_enough() -> None:
    new = NewTask.model_validate(TITLE)
    assert (new.title, new.due, new.priority, new.tags, new.reminders, new.recurrence) == (
        "Buy milk",
        None,
        "medium",
        [],
        [],
        None,
    )


@pytest.mark.parametrize(
    "title",
    ["", " ", "\u200b", "\u2028", "\u00a0\u2003", "a\nb", "a\tb", "a\0b", "a\x1b[31m", "a\x7f", "a\x9b", "x" * 501, None, 5, ["a"], {"a": 1}, True],
)  # fmt: skip
def test_titles_that_are_none(title: Any) -> None:
    assert mistakes(NewTask, {"title": title}) == ["title"]


@pytest.mark.parametrize(
    "title",
    ["x", "x" * 500, "買い物", "👩‍👩‍👧 family", "إجتماع", "  spaces stay  ", "<b>&amp;", "'; DROP TABLE task; --", "\ufeffmark", "Z̸̢a̴l̵g̶o̷"],
)  # fmt: skip
def test_titles_are_kept_verbatim(title: str) -> None:
    assert NewTask.model_validate({"title": title}).title == title


def test_a_description_may_have_lines_but_no_other_control_characters() -> None:
    assert NewTask.model_validate({**TITLE, "description": "a\r\n\tb"}).description == "a\r\n\tb"
    for wrong in ("a\0", "a\x1b[2J", "a\x08", "x" * 10_001, 5):
        assert mistakes(NewTask, {**TITLE, "description": wrong}) == ["description"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"priority": "urgent"}, "priority"),
        ({"priority": None}, "priority"),
        ({"tags": "home"}, "tags"),
        ({"tags": ["a"] * 21}, "tags"),
        ({"tags": ["ok", ""]}, "tags.1"),
        ({"tags": ["x" * 51]}, "tags.0"),
        ({"tags": ["a\nb"]}, "tags.0"),
        ({"tags": [1]}, "tags.0"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"due_at": 5}, "due_at"),
        ({"due_at": "x" * 41}, "due_at"),
        ({"reminders": [{}]}, "reminders.0"),
        ({"reminders": [{"lead_minutes": 5, "at": "2026-11-29T15:00:00Z"}]}, "reminders.0"),
        ({"reminders": [{"lead_minutes": -1}]}, "reminders.0.lead_minutes"),
        ({"reminders": [{"lead_minutes": 527_041}]}, "reminders.0.lead_minutes"),
        ({"reminders": [{"at": "some other time"}]}, "reminders.0.at"),
        ({"reminders": [{"lead_minutes": 5, "method": "pigeon"}]}, "reminders.0.method"),
        ({"reminders": [{"lead_minutes": 5}] * 21}, "reminders"),
        ({"recurrence": {"pattern": "hourly"}}, "recurrence.pattern"),
        ({"recurrence": {"pattern": "daily", "interval": 0}}, "recurrence.interval"),
        ({"recurrence": {"pattern": "daily", "count": 0}}, "recurrence.count"),
        ({"recurrence": {"pattern": "custom", "rrule": "FREQ=DAILY\nX"}}, "recurrence.rrule"),
        ({"recurrence": {"pattern": "daily", "until": "the end of time"}}, "recurrence.until"),
        ({"recurrence": {"pattern": "daily", "until": "2026-02-30"}}, "recurrence.until"),
        ({"colour": "red"}, "colour"),
        ({"id": "01900000-0000-7000-8000-000000000001"}, "id"),
    ],
)  # fmt: skip
def test_every_kind_of_bad_field_is_named(fields: dict[str, Any], wrong: str) -> None:
    assert mistakes(NewTask, {**TITLE, **fields}) == [wrong]


def test_all_mistakes_are_told_at_once() -> None:
    given = {"title": "", "priority": "urgent", "tags": ["", "ok"], "colour": "red"}
    assert mistakes(NewTask, given) == ["title", "priority", "tags.0", "colour"]


@pytest.mark.parametrize("given", [[], "text", 5, None, True])
def test_a_body_that_is_no_object_is_refused(given: Any) -> None:
    assert mistakes(NewTask, given) == [""]


def test_recurrence_and_reminders_are_kept_as_given() -> None:
    given = {
        **TITLE,
        "reminders": [{"lead_minutes": 60, "method": "email"}, {"at": "2026-11-29T15:00:00Z"}],
        "recurrence": {"pattern": "monthly", "interval": 2, "rrule": "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1", "until": "2027-12-31"},
    }  # fmt: skip
    new = NewTask.model_validate(given)
    assert [each.model_dump(exclude_none=True) for each in new.reminders] == given["reminders"]
    assert new.recurrence is not None
    assert new.recurrence.model_dump(exclude_none=True) == given["recurrence"]


def test_a_patch_knows_what_was_given_and_what_was_not() -> None:
    assert TaskPatch.model_validate({"description": None}).model_fields_set == {"description"}
    assert TaskPatch.model_validate({}).model_fields_set == set()


def test_a_title_cannot_be_taken_away() -> None:
    assert mistakes(TaskPatch, {"title": None}) == [""]


@pytest.mark.parametrize("version", [0, -1, "three", 1.5])
def test_versions_that_are_none(version: Any) -> None:
    assert mistakes(VersionedCommand, {"version": version}) == ["version"]
