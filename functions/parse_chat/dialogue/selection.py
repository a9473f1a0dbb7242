"""Tasks of the kind that a command names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from functions.parse_chat import answers
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.vocabulary import phrases
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson

_COMPLETED_TOO = phrases(
    "including completed; including the completed; including done; including finished; and completed; and the completed; even completed;"
    " even the completed; also completed; also the completed; completed and active; active and completed; completed or not; done or not;"
    " with the completed; completed too; plus completed; open and completed; completed and open; completed ones too; including all completed"
)


def of_kind(tasks: Sequence[TaskJson], turn: Turn) -> list[TaskJson]:
    """Those of the status and priority that a bulk command names; "overdue" are the open ones whose time has passed.

    "Delete everything" means what is still to be done, unless completed tasks are named.
    """
    reading, select = turn.reading, turn.reading.data.get("select", {})
    status = "" if _completed_too(turn.text) else select.get("status", "")
    if not status and reading.operation == "delete" and not _completed_too(turn.text):
        status = "active"
    kept = [t for t in tasks if status in ("", t["status"]) and select.get("priority") in (None, t["priority"])]
    return [t for t in kept if overdue(t, turn.zone, turn.now)] if select.get("overdue") else kept


def spared(tasks: Sequence[TaskJson], kept: Sequence[TaskJson], turn: Turn) -> int:
    """How many completed tasks "delete everything" leaves alone."""
    if turn.reading.operation != "delete" or turn.reading.data.get("select", {}).get("status"):
        return 0
    ids = {task["id"] for task in kept}
    return sum(task["status"] == "completed" and task["id"] not in ids for task in tasks)


def overdue(task: TaskJson, zone: str, now: datetime) -> bool:
    """Open, and its time has passed at `now` (local in `zone`); an all-day task is overdue after its local day (design §5)."""
    due = due_text(task, zone, iso=True)
    moment = now.date().isoformat() if len(due) == 10 else now.isoformat()
    return task["status"] == "active" and bool(due) and due < moment


def due_on(tasks: Sequence[TaskJson], day: str, zone: str) -> list[TaskJson]:
    """Those due on that local day; all when no day is named."""
    return [t for t in tasks if not day or due_text(t, zone, iso=True)[:10] == day]


def _completed_too(text: str) -> bool:
    words = f" {answers.said(text)} "
    return any(f" {' '.join(phrase)} " in words for phrase in _COMPLETED_TOO)
