"""The body of a change to one task."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from functions.parse_chat.language.durations import Duration, shift
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.wording import local_due

_NOT_SENT = frozenset({"shift", "keep_day", "remove_tags", "exactly"})


def patch(task: dict[str, Any], changes: dict[str, Any], zone: str) -> dict[str, Any]:
    """The body for update-task; {} when the task has no date to shift.

    A shift counts from the task's own date; a new day keeps its time of day, a new time its day (design §5). `exactly` takes every value as
    it stands.
    """
    if "status" in changes:
        return {"status": "active"}
    body = {k: v for k, v in changes.items() if k not in _NOT_SENT}
    if changes.get("exactly"):
        return {**body, "timezone": zone} if body.get("due_at") else body
    if "tags" in changes:
        body["tags"] = list(dict.fromkeys([*task.get("tags", []), *changes["tags"]])) if changes["tags"] else []
    if "remove_tags" in changes:
        gone = {tag.lower() for tag in changes["remove_tags"]}
        body["tags"] = [tag for tag in task.get("tags", []) if tag.lower() not in gone]
    if changes.get("reminders"):
        body["reminders"] = _joined(task.get("reminders", []), changes["reminders"])
    due = local_due(task, zone)
    if "shift" in changes:
        later = _shifted(due, Duration(**changes["shift"]))
        return {**body, "due_at": stamped(later, zone), "timezone": zone} if later else {}
    if body.get("due_at"):
        body["due_at"] = _kept(due, body["due_at"], bool(changes.get("keep_day")), zone)
        body["timezone"] = zone
    return body


def _joined(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [r for r in old if r not in new]
    return [*kept, *new]


def _shifted(due: date | datetime | None, by: Duration) -> date | datetime | None:
    if due is None:
        return None
    if isinstance(due, datetime):
        return shift(due, by)
    found = shift(datetime.combine(due, datetime.min.time()), by)
    return None if found is None else found.date() if by.whole_days else found


def _kept(old: date | datetime | None, new: str, keep_day: bool, zone: str) -> str:
    if len(new) == 10:
        at = (
            datetime.combine(date.fromisoformat(new), old.time())
            if isinstance(old, datetime)
            else date.fromisoformat(new)
        )
        return stamped(at, zone) or new
    if keep_day and old is not None:
        local = datetime.fromisoformat(new).replace(tzinfo=None)
        day = old.date() if isinstance(old, datetime) else old
        if day >= local.date() - timedelta(days=1):
            return stamped(datetime.combine(day, local.time()), zone) or new
    return new
