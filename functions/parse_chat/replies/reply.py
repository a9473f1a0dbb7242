"""The reply to a message, once its steps are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.parse_chat.plan import Decision
from functions.parse_chat.replies.changed import completed, created, deleted, restored, undone, updated
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.history import audit
from functions.parse_chat.replies.listing import tasks_listed
from functions.parse_chat.replies.task import TaskJson

_HELP = (
    "I keep your todo list. You can write, for example: “Remind me to call mom on Sunday at 3pm”, “Mark buy groceries as complete”, "
    "“Change submit report due date to Monday”, “Delete walk dog”, “What’s due this week?”, or “undo”."
)


_FIXED = {
    "help": _HELP,
    "dropped": "All right, I left it. Nothing was changed.",
    "dismissed": "All right.",
    "nothing-to-undo": "There is nothing to undo in this conversation.",
    "cannot-undo": "I cannot undo that.",
    "thanked": "You are welcome!",
    "greeted": "Hello! Tell me what you need to get done and I will keep it for you.",
    "suspicious": "I only keep your todo list, and that text asks for something else, so I changed nothing.",
    "not-understood": "I can only help with your tasks, and I did not find one in that. " + _HELP,
    "none-there": "There are no such tasks. Nothing was changed.",
}


_DONE = {
    "created": created,
    "updated": updated,
    "completed": completed,
    "deleted": deleted,
    "restored": restored,
    "undone": undone,
    "listed": tasks_listed,
    "audit": audit,
}


def reply(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    """The answer once the steps are done; `results` are the tasks or pages that they gave, `now` is local in `zone`."""
    text = _text(Done(decision, results, zone, now))
    notice = decision.notice if decision.notice and decision.notice not in text else None
    parts = (_abandoned(decision), text, notice)
    return " ".join(p for p in parts if p)


def _abandoned(decision: Decision) -> str:
    abandoned = decision.words.get("abandoned")
    if not abandoned or decision.say in {"dropped", "dismissed"}:
        return ""
    return "I left the earlier question open and changed nothing for it."


def _text(done: Done) -> str:
    decision = done.decision
    if decision.say in {"ask", "missing"} and decision.clarification:
        return str(decision.clarification["question"])
    if decision.say == "not-understood" and decision.clarification:
        return f"I can only help with your tasks. {decision.clarification['question']}"
    if decision.say in _FIXED:
        return _FIXED[decision.say]
    if decision.say == "in-trash":
        return f"“{decision.words['title']}” is in the trash. Restore it first; nothing was changed."
    if decision.say == "not-in-trash":
        return f"“{decision.words['title']}” is not in the trash, so there is nothing to restore."
    if decision.say == "too-many":
        most = f"That would touch {decision.words['count']} tasks; I do at most {decision.words['most']} at once."
        return f"{most} Please narrow it down, for example by a tag or a day."
    return _DONE[decision.say](done)


def failed(problem: dict[str, Any]) -> str:
    """A problem document of another function as a sentence; its `detail` is made for people."""
    return str(problem.get("detail") or "That did not work. Nothing was changed; please try again in a moment.")
