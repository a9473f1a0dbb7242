"""A list request as one statement; whatever a person types goes as a parameter."""

import base64
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from functions.list_tasks.listing import ListQuery, cursor, statement
from shared.errors import Invalid

ID = UUID("01900000-0000-7000-8000-000000000001")


def listed(**query: Any) -> tuple[str, dict[str, Any]]:
    return statement(ListQuery.model_validate(query))


def test_the_trash_is_left_out_unless_asked_for() -> None:
    assert "deleted_at IS NULL" in listed()[0]
    assert "deleted_at IS NOT NULL" in listed(status="trashed")[0]
    assert "deleted_at IS" not in listed(status="all")[0]


def test_what_people_type_never_becomes_sql() -> None:
    evil = "'; DROP TABLE task; --"
    sql, parameters = listed(tag=evil, q=evil)
    assert "DROP" not in sql
    assert parameters["tag"] == evil
    assert parameters["q"] == f"%{evil}%"


def test_wildcards_are_looked_for_literally() -> None:
    assert listed(q="50%_\\")[1]["q"] == "%50\\%\\_\\\\%"


def test_a_bare_date_as_the_end_includes_that_day() -> None:
    sql, parameters = listed(due_to="2026-11-29", timezone="Europe/Berlin")
    assert "due_at < " in sql
    assert parameters["due_to"].isoformat() == "2026-11-29T23:00:00+00:00"
    assert "due_at <= " in listed(due_to="2026-11-29T15:00:00Z")[0]


def test_one_row_more_than_the_page_is_read() -> None:
    assert listed(limit=10)[1]["limit"] == 11


@pytest.mark.parametrize(
    "sort", ["due", "-due", "created", "-created", "updated", "-updated", "priority", "-priority", "title", "-title"]
)
def test_a_cursor_fits_its_own_order_alone(sort: str) -> None:
    made = cursor(ListQuery(sort=sort), "key", ID)  # type: ignore[arg-type]
    _, parameters = listed(sort=sort, cursor=made)
    assert (parameters["key"], parameters["last"]) == ("key", ID)
    other = "title" if sort != "title" else "due"
    with pytest.raises(Invalid, match="cursor"):
        listed(sort=other, cursor=made)


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "forged",
    ["x", "é", "=", _encoded("[]"), _encoded("5"), _encoded("{}"), _encoded('["due","k"]'), _encoded('["due","k",5]'),
     _encoded('["due",5,"x"]'), _encoded('["due","k","no id"]'), _encoded(f'["due","k\\u0000","{ID}"]'), _encoded("null")],
)  # fmt: skip
def test_a_cursor_that_was_made_by_hand_is_refused(forged: str) -> None:
    with pytest.raises(Invalid, match="cursor"):
        listed(cursor=forged)


def test_the_longest_title_makes_a_cursor_that_is_accepted() -> None:
    assert listed(sort="title", cursor=cursor(ListQuery(sort="title"), "\U0001f600" * 500, ID))
    assert listed(sort="title", cursor=cursor(ListQuery(sort="title"), '"\\' * 250, ID))


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 501},
        {"limit": "ten"},
        {"sort": "colour"},
        {"status": "gone"},
        {"priority": "urgent"},
        {"colour": "red"},
        {"q": "x" * 201},
    ],
)
def test_filters_that_are_none(query: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ListQuery.model_validate(query)
