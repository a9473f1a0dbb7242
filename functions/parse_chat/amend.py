"""Words that build on what was said before: answers to questions, "also remind me an hour before", "no, Monday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.parse_chat import answers
from functions.parse_chat.language.durations import Duration, shift
from functions.parse_chat.language.reading import Data, Reading, as_data, as_operation
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.tokens import sentence
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import local_due
from functions.parse_chat.memory import Pending

if TYPE_CHECKING:
    from functions.parse_chat.dialogue import Turn

_CORRECTING = vocabulary(
    "no nope actually instead sorry wait i meant mean rather not make it oh change to better and ah oops"
)
_VALUES = ("due_at", "all_day", "priority", "tags", "reminders", "recurrence")


def applied(turn: Turn, pending: Pending) -> Reading | None:
    """The pending reading with the answer filled in; None when the message does not answer it."""
    if pending.field == "title":
        return _titled(turn, pending)
    if pending.field in {"due_at", "changes"}:
        return _dated(turn, pending)
    if pending.field == "priority":
        level = next((w for w in ("high", "medium", "low") if w in turn.text.lower().split()), None)
        return _changed(pending, {"priority": level}) if level else None
    if pending.field == "recurrence" and turn.reading.data.get("recurrence"):
        return _changed(pending, {"recurrence": turn.reading.data["recurrence"]})
    if pending.field == "target":
        return _targeted(turn, pending)
    return None


def _titled(turn: Turn, pending: Pending) -> Reading | None:
    """The message is the title, and may bring a date of its own."""
    again = turn.again
    if again is None or not again.data.get("title"):
        return None
    if pending.operation == "update":
        return _changed(pending, {"title": turn.text.strip()})
    data: dict[str, Any] = {**pending.data, **{k: v for k, v in again.data.items() if v not in (None, [], "")}}
    return Reading("create", 0.9, as_data(data), again.clarification, again.notice)


def _dated(turn: Turn, pending: Pending) -> Reading | None:
    due = turn.reading.data.get("due_at")
    if pending.operation == "create":
        if due is None and not answers.no_date(turn.text):
            unclear = turn.reading.clarification and turn.reading.operation == "none"
            return replace(turn.reading, operation="create", data=as_data(pending.data)) if unclear else None
        data: dict[str, Any] = {**pending.data, "due_at": due, "all_day": None if due is None else len(due) == 10}
        if due is None:
            data["reminders"] = []
        return Reading("create", 0.92, as_data(data))
    return _changed(pending, {"due_at": due}) if due else None


def _changed(pending: Pending, changes: dict[str, Any]) -> Reading:
    before = {
        name: value
        for name, value in pending.data.get("changes", {}).items()
        if name != "shift" or "due_at" not in changes
    }
    data: dict[str, Any] = {**pending.data, "changes": {**before, **changes}}
    return Reading("update", 0.92, as_data(data))


def _targeted(turn: Turn, pending: Pending) -> Reading | None:
    """The message names the task that a command left open."""
    text = turn.text.strip()
    if not text or len(text) > 500:
        return None
    data: dict[str, Any] = {**pending.data, "title": text, "target": text, "select": {}}
    return replace(
        turn.reading, operation=as_operation(pending.operation), confidence=0.9, data=as_data(data), clarification=None
    )


def amended(turn: Turn) -> Reading | None:
    """A message without an object of its own that adds to or corrects the task just touched."""
    last = turn.memory.last
    if (
        turn.memory.pending
        or last is None
        or len(last.tasks) != 1
        or last.operation not in {"create", "update"}
        or turn.reading.suspicious
    ):
        return None
    reading = turn.reading
    values = {name: reading.data.get(name) for name in _VALUES if reading.data.get(name)}
    if reading.operation == "create" and not reading.data.get("title") and reading.clarification and values:
        changes = {k: v for k, v in values.items() if k != "all_day"}
        return Reading("update", 0.85, _about_it(changes, reading))
    if (
        reading.data.get("due_at")
        and reading.operation in {"none", "create", "update"}
        and _only_correction(turn.text, reading)
    ):
        return Reading("update", 0.85, _about_it({"due_at": reading.data["due_at"]}, reading))
    return None


def _about_it(changes: dict[str, Any], reading: Reading) -> Data:
    data: dict[str, Any] = {
        "title": None,
        "target": None,
        "select": {"it": True},
        "changes": changes,
        "due_at": reading.data.get("due_at"),
    }
    return as_data(data)


_ONLY_CORRECTION_WORDS = vocabulary("no nope actually sorry wait i oh oops ah rather")


def _only_correction(text: str, reading: Reading) -> bool:
    """Such as "no, Monday", "actually tomorrow at 5", "make it friday instead": nothing but such words and the date."""
    s = sentence(text)
    words = [t.word for t in s.tokens if t.word.isalnum()]
    if not words or (words[0] not in _ONLY_CORRECTION_WORDS and "instead" not in words):
        return False
    title = str(reading.data.get("title") or "")
    return all(w in _CORRECTING for w in title.lower().replace(",", " ").split())


def moved(task: dict[str, Any], changes: dict[str, Any], zone: str) -> dict[str, Any]:
    """The body for update-task. A shift counts from the task's own date; a new day keeps its time of day, a new time its day (design §5)."""
    if "status" in changes:
        return {"status": "active"}
    body = {k: v for k, v in changes.items() if k not in {"shift", "keep_day", "remove_tags"}}
    if "tags" in changes:
        body["tags"] = list(dict.fromkeys([*task.get("tags", []), *changes["tags"]]))
    if "remove_tags" in changes:
        body["tags"] = [t for t in task.get("tags", []) if t not in changes["remove_tags"]]
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
