"""What the audit trail tells, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.parse_chat.language.wording import listed, local_due, spoken_due
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.listing import SHOWN, days_of

_DEEDS = {
    "created": "created",
    "updated": "changed",
    "completed": "completed",
    "deleted": "deleted",
    "restored": "restored",
}


def audit(done: Done) -> str:
    """Who, when, why, or what happened, from entries newest first."""
    words = done.decision.words
    entries = done.tasks[0].get("items", []) if done.tasks else []
    entries = _of_actor(entries, words)
    if not entries:
        return _nothing(done)
    if words["kind"] == "why":
        return _why(entries[0], done)
    if words["kind"] in {"who", "when"}:
        return f"{_sentence(entries[0], done)}."
    lines = [_sentence(entry, done) for entry in entries[:SHOWN]]
    rest = [f"… and {len(entries) - SHOWN} more."] if len(entries) > SHOWN else []
    return "\n".join([f"{_head(done)}:", *(f"{n}. {line}" for n, line in enumerate(lines, start=1)), *rest])


def _of_actor(entries: list[dict[str, Any]], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    """ "What did I delete" means this browser's own deeds."""
    if str(words["filters"].get("actor", "")).lower() != "i":
        return entries
    return [entry for entry in entries if _client(entry) == words["client"]]


def _client(entry: Mapping[str, Any]) -> str:
    return str((entry.get("actor") or {}).get("client_id") or "")


def _sentence(entry: Mapping[str, Any], done: Done) -> str:
    deed = _DEEDS.get(str(entry["event_type"]).removeprefix("task."), "changed")
    return f"{_title(entry)} was {deed} by {_who(entry, done)} on {_moment(entry['time'], done)}{_fields(entry)}"


def _fields(entry: Mapping[str, Any]) -> str:
    changed = [name.removesuffix("_at").replace("_", " ") for name in (entry.get("detail") or {}).get("changes", {})]
    named = [
        name
        for name in changed
        if name in {"title", "due", "priority", "tags", "reminders", "recurrence", "description"}
    ]
    return f" ({listed(named)})" if named and entry["event_type"] == "task.updated" else ""


def _title(entry: Mapping[str, Any]) -> str:
    return f"“{(entry.get('detail') or {}).get('title') or entry.get('entity_id')}”"


def _who(entry: Mapping[str, Any], done: Done) -> str:
    """The person's name; "you" for this browser, and Nudge itself where no person acted."""
    actor = entry.get("actor") or {}
    if actor.get("client_id") and actor["client_id"] == done.decision.words["client"]:
        return "you"
    return str(actor.get("name") or ("someone on another device" if actor.get("client_id") else "Nudge"))


def _moment(time: str, done: Done) -> str:
    at = local_due({"due_at": time}, done.zone)
    return spoken_due(at.replace(second=0, microsecond=0), done.locale) if isinstance(at, datetime) else time


def _why(entry: Mapping[str, Any], done: Done) -> str:
    detail = entry.get("detail") or {}
    asked = str(detail.get("asked_for") or "at the due time")
    reason = {
        "at the due time": "you get one when a task is due, unless it says otherwise",
        "at a set time": "the task asks for a reminder at that time",
        "snoozed": "you put an earlier reminder off until then",
    }.get(asked, f"the task asks for a reminder {asked} it is due")
    late = " It came late, since it could not be sent in time." if detail.get("late") else ""
    return f"Your last reminder, for {_title(entry)}, came on {_moment(entry['time'], done)}: {reason}.{late}"


def _head(done: Done) -> str:
    words = done.decision.words
    about = (
        f" of “{words['about']}”"
        if words.get("about")
        else f" of “{words['filters']['q']}”"
        if words["filters"].get("q")
        else ""
    )
    kinds = {"created": "Added", "completed": "Completed", "deleted": "Deleted", "restored": "Restored"}
    return f"{kinds.get(words['kind'], 'Changes' if about else 'What happened')}{about}{days_of(words['filters'], 'at', done.locale)}"


def _nothing(done: Done) -> str:
    words = done.decision.words
    if words["kind"] == "why":
        return "I find no reminder that was sent."
    sought = f" of “{words['filters']['q']}”" if words["filters"].get("q") else ""
    what = {"completed": "completed", "deleted": "deleted", "created": "added", "restored": "restored"}.get(
        words["kind"], "changed"
    )
    return f"The audit trail holds nothing{sought} that was {what}{days_of(words['filters'], 'at', done.locale)}."
