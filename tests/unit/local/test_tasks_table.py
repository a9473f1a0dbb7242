from typing import Any
from zoneinfo import ZoneInfo

import pytest

from local.commands.tasks import due, rows


def task(**changes: Any) -> dict[str, Any]:
    plain = {
        "title": "Buy milk",
        "due_at": None,
        "all_day": False,
        "priority": "medium",
        "tags": [],
        "status": "active",
    }
    return {**plain, **changes}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "—"),
        ({"due_at": "2026-11-29T23:30:00Z"}, "Mon 2026-11-30 08:30"),
        ({"due_at": "2026-11-29", "all_day": True}, "Sun 2026-11-29"),
    ],
)
def test_due_dates_are_shown_in_the_users_zone(changes: dict[str, Any], expected: str) -> None:
    assert due(task(**changes), ZoneInfo("Asia/Tokyo")) == expected


def test_the_status_is_shown_only_where_it_may_differ() -> None:
    tasks = [task(tags=["home", "shop"])]
    assert rows(tasks, "active", ZoneInfo("UTC"))[0] == ["TASK", "DUE", "PRIORITY", "TAGS"]
    assert rows(tasks, "all", ZoneInfo("UTC"))[1] == ["Buy milk", "—", "medium", "home shop", "active"]


def test_a_title_cannot_command_the_terminal() -> None:
    assert rows([task(title="a\x1b[2Jb")], "active", ZoneInfo("UTC"))[1][0] == "a[2Jb"
