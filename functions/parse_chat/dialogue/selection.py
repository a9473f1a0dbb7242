"""Tasks of the kind that a command names."""

from __future__ import annotations

from collections.abc import Sequence

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Selection
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson


def of_kind(tasks: Sequence[TaskJson], select: Selection, turn: Turn) -> list[TaskJson]:
    """Those of the status and priority that a bulk command names; "overdue" are the open ones whose time has passed."""
    kept = [
        t
        for t in tasks
        if select.get("status") in (None, t["status"]) and select.get("priority") in (None, t["priority"])
    ]
    if not select.get("overdue"):
        return kept
    now, today = turn.now.isoformat(), turn.now.date().isoformat()
    dues = [(t, due_text(t, turn.zone, iso=True)) for t in kept if t["status"] == "active"]
    return [t for t, due in dues if due and (due < today if len(due) == 10 else due < now)]


def due_on(tasks: Sequence[TaskJson], day: str, zone: str) -> list[TaskJson]:
    """Those due on that local day; all when no day is named."""
    return [t for t in tasks if not day or due_text(t, zone, iso=True)[:10] == day]
