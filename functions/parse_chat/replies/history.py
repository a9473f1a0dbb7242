"""What happened today, in words."""

from __future__ import annotations

from datetime import datetime

from functions.parse_chat.language.wording import local_due
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.listing import SHOWN


def audit(done: Done) -> str:
    entries = done.results[0].get("items", [])
    lines = []
    for entry in entries:
        at = local_due({"due_at": entry["time"]}, done.zone)
        if isinstance(at, datetime) and at.date() == done.now.date() and str(entry["event_type"]).startswith("task."):
            who = (entry.get("actor") or {}).get("name") or "someone"
            title = ((entry.get("detail") or {}).get("title")) or entry.get("entity_id")
            lines.append(f"{at:%H:%M} {entry['event_type'].removeprefix('task.')} “{title}” by {who}")
    return "\n".join(["Today:", *lines[:SHOWN]]) if lines else "The audit trail holds no changes of tasks for today."
