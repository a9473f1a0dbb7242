"""What the audit trail keeps of an event, so that "why did I get this reminder?" can be answered."""

import json
from pathlib import Path
from typing import Any

from functions.write_audit.trail import row
from shared.events import decode

EVENTS = Path(__file__).parents[3] / "functions" / "write_audit" / "events"


def kept(name: str) -> tuple[str, str | None, str, dict[str, Any]]:
    """(entity type, entity id, result, detail) of a golden event."""
    event = decode(json.loads((EVENTS / f"{name}.json").read_text()), "reminders")
    _, _, _, entity_type, entity_id, _, _, _, result, detail = row(event)
    return entity_type, entity_id, result, detail


def test_a_reminder_is_kept_under_its_task_with_what_asked_for_it() -> None:
    entity_type, entity_id, result, detail = kept("in-reminder.scheduled")
    assert (entity_type, entity_id, result) == ("task", "01a1f3c0-0000-7000-8000-000000000005", "processed")
    assert detail == {
        "title": "Call mom", "reminder_id": "01a1f3c0-0000-7000-8000-000000000060", "entry": "lead:60", "asked_for": "1 hour before",
        "trigger_time": "2026-11-29T13:00:00Z", "method": "email", "late": False, "retry_count": 0, "digest_id": None, "reason": None,
    }  # fmt: skip


def test_a_late_one_says_so() -> None:
    *_, detail = kept("in-reminder.triggered-late")
    assert detail["late"] is True


def test_the_message_it_went_out_with_is_named() -> None:
    *_, detail = kept("in-reminder.sent")
    assert detail["digest_id"] == "01a1f3c0-0000-7000-8000-000000000066"


def test_one_that_failed_says_why() -> None:
    *_, result, detail = kept("in-reminder.failed")
    assert (result, detail["reason"]) == ("failed", "The mail server refused the address.")


def test_a_change_of_a_task_keeps_what_changed() -> None:
    *_, detail = kept("in-task.updated")
    assert set(detail) == {"title", "version", "changes"}
    *_, gone = kept("in-task.deleted-permanent")
    assert gone["permanent"] is True
