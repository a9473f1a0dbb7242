"""What is said to the person: plain English, with every date in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.parse_chat.language.wording import due_text, length_text, listed, local_due, spoken_date, spoken_due
from functions.parse_chat.plan import Decision
from functions.parse_chat.recurrence_text import repeats

TaskJson = dict[str, Any]
SHOWN = 20
"""Tasks that a reply lists; the rest is counted."""
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


def reply(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    """The answer once the steps are done; `results` are the tasks or pages that they gave, `now` is local in `zone`."""
    text = _text(decision, results, zone, now)
    notice = decision.notice if decision.notice and decision.notice not in text else None
    parts = (_abandoned(decision), text, notice)
    return " ".join(p for p in parts if p)


def _abandoned(decision: Decision) -> str:
    abandoned = decision.words.get("abandoned")
    if not abandoned or decision.say in {"dropped", "dismissed"}:
        return ""
    return "I left the earlier question open and changed nothing for it."


def _text(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    if decision.say in {"ask", "missing"} and decision.clarification:
        return str(decision.clarification["question"])
    if decision.say == "not-understood" and decision.clarification:
        return f"I can only help with your tasks. {decision.clarification['question']}"
    if decision.say in _FIXED:
        return _FIXED[decision.say]
    if decision.say == "in-trash":
        return f"“{decision.words['title']}” is in the trash. Restore it first; nothing was changed."
    if decision.say == "too-many":
        most = f"That would touch {decision.words['count']} tasks; I do at most {decision.words['most']} at once."
        return f"{most} Please narrow it down, for example by a tag or a day."
    return _DONE[decision.say](decision, results, zone, now)


def _created(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    task = results[0]
    due = due_text(task, zone)
    rule = repeats(task.get("recurrence"))
    when = f", due {due}" if due else ""
    again = f", {'first ' if not due else ''}repeating {rule}" if rule else ""
    return f"Created “{task['title']}”{when}{again}{_extras(task, zone)}."


def _extras(task: TaskJson, zone: str) -> str:
    parts: list[str] = []
    if task.get("priority") in {"high", "low"}:
        parts.append(f"{task['priority']} priority")
    if task.get("tags"):
        parts.append(f"tagged {listed(task['tags'])}")
    reminded = _reminded(task, zone)
    if reminded:
        parts.append(f"with a reminder {reminded}")
    return "".join(f", {part}" for part in parts)


def _reminded(task: TaskJson, zone: str) -> str:
    texts = []
    for reminder in task.get("reminders", []):
        lead = reminder.get("lead_minutes")
        if lead is not None:
            texts.append(f"{length_text(lead)} before" if lead else "at that time")
        else:
            at = local_due({"due_at": reminder["at"]}, zone)
            texts.append(f"on {spoken_due(at)}" if at else "")
    return listed(texts)


def _updated(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    del now
    changes = decision.data.get("changes", {})
    return " ".join(
        _one_update(before, after, changes, zone)
        for before, after in zip(decision.words["before"], results, strict=False)
    )


def _one_update(before: TaskJson, after: TaskJson, changes: dict[str, Any], zone: str) -> str:
    said: list[str] = []
    if "title" in changes:
        return f"Renamed “{before['title']}” to “{after['title']}”."
    if "status" in changes:
        return f"“{after['title']}” is open again."
    if "due_at" in changes or "shift" in changes:
        due = due_text(after, zone)
        said.append(f"is now due {due}" if due else "no longer has a due date")
    if "priority" in changes:
        said.append(f"now has {after['priority']} priority")
    if "tags" in changes or "remove_tags" in changes:
        said.append(f"is now tagged {listed(after['tags'])}" if after["tags"] else "has no tags now")
    if "recurrence" in changes:
        rule = repeats(after.get("recurrence"))
        said.append(f"now repeats {rule}" if rule else "no longer repeats")
    if "reminders" in changes:
        said.append(f"now reminds you {_reminded(after, zone)}" if after["reminders"] else "has no reminders now")
    if "description" in changes:
        said.append("has a new description")
    return f"“{after['title']}” {listed(said) or 'is unchanged'}."


def _names(tasks: Sequence[TaskJson]) -> str:
    names = [f"“{t['title']}”" for t in tasks[:5]]
    return listed(names + ([f"{len(tasks) - 5} more"] if len(tasks) > 5 else []))


def _completed(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    del zone, now
    tasks = decision.words["before"]
    count = f"{len(tasks)} tasks: " if len(tasks) > 1 else ""
    del results
    return f"Marked {count}{_names(tasks)} as complete."


def _deleted(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    del results, zone, now
    tasks = decision.words["before"]
    count = f"{len(tasks)} tasks: " if len(tasks) > 1 else ""
    if decision.words.get("permanent"):
        return f"Deleted {count}{_names(tasks)} for good. This cannot be undone."
    return f"Moved {count}{_names(tasks)} to the trash. You can restore {'them' if len(tasks) > 1 else 'it'} within 30 days."


def _restored(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    del results, zone, now
    return f"Restored {_names(decision.words['before'])} from the trash."


def _undone(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    del now
    names = _names([r for r in results if r]) or "the last change"
    are, them = ("are", "them") if len(results) > 1 else ("is", "it")
    done = {
        "create": f"Undone: {names} {are} in the trash now; you can restore {them} within 30 days.",
        "complete": f"Undone: {names} {are} open again.",
        "delete": f"Undone: {names} {are} back from the trash.",
        "restore": f"Undone: {names} {are} in the trash again.",
    }
    due = due_text(results[0], zone) if results and results[0] else ""
    return done.get(decision.words["operation"], f"Undone: {names} {are} as before{f', due {due}' if due else ''}.")


def _listed(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    filters = decision.words.get("filters", {})
    page = results[0]
    tasks = page["items"]
    kind = _kind(filters)
    if filters.get("q"):
        return _found(tasks, filters["q"], zone)
    if not tasks:
        return f"You have no {kind}tasks{_scope(filters)}."
    more = "more than " if page.get("next") else ""
    head = f"You have {more}{len(tasks)} {kind}task{'' if len(tasks) == 1 else 's'}{_scope(filters)}"
    if filters.get("count"):
        return f"{head}."
    lines = [f"{n}. {_line(task, zone)}" for n, task in enumerate(tasks[:SHOWN], start=1)]
    rest = [f"… and {len(tasks) - SHOWN} more."] if len(tasks) > SHOWN else []
    return "\n".join([f"{head}:", *lines, *rest])


def _kind(filters: dict[str, Any]) -> str:
    status = {"active": "active ", "completed": "completed ", "trashed": "trashed "}.get(filters.get("status", ""), "")
    overdue = "overdue " if filters.get("overdue") else ""
    priority = f"{filters['priority']}-priority " if filters.get("priority") else ""
    return (overdue or status) + priority


def _scope(filters: dict[str, Any]) -> str:
    tag = f" tagged {filters['tag']}" if filters.get("tag") else ""
    first, last = (
        datetime.fromisoformat(filters[n]).date() if filters.get(n) else None for n in ("due_from", "due_to")
    )
    if filters.get("completed_from"):
        day = datetime.fromisoformat(filters["completed_from"]).date()
        return f"{tag} completed {'on' if filters.get('completed_to') == filters['completed_from'] else 'since'} {spoken_date(day)}"
    if filters.get("overdue") or not (first or last):
        return tag
    if first and first == last:
        return f"{tag} due on {spoken_date(first)}"
    start = f" from {spoken_date(first)}" if first else ""
    end = f" to {spoken_date(last)}" if last else ""
    return f"{tag} due{start}{end}" if first else f"{tag} due by {spoken_date(last)}" if last else tag


def _line(task: TaskJson, zone: str) -> str:
    due = due_text(task, zone)
    rule = repeats(task.get("recurrence"))
    return f"{task['title']} — {f'due {due}' if due else 'no due date'}, {task['priority']} priority{f', repeats {rule}' if rule else ''}"


def _found(tasks: Sequence[TaskJson], sought: str, zone: str) -> str:
    if not tasks:
        return f"No, there is no active task like “{sought}”."
    if len(tasks) == 1:
        return f"Yes: {_line(tasks[0], zone)}."
    return "\n".join(
        [
            f"Yes, {len(tasks)} tasks match “{sought}”:",
            *(f"{n}. {_line(t, zone)}" for n, t in enumerate(tasks[:SHOWN], start=1)),
        ]
    )


def _audit(decision: Decision, results: Sequence[TaskJson], zone: str, now: datetime) -> str:
    entries = results[0].get("items", [])
    lines = []
    for entry in entries:
        at = local_due({"due_at": entry["time"]}, zone)
        if isinstance(at, datetime) and at.date() == now.date() and str(entry["event_type"]).startswith("task."):
            who = (entry.get("actor") or {}).get("name") or "someone"
            title = ((entry.get("detail") or {}).get("title")) or entry.get("entity_id")
            lines.append(f"{at:%H:%M} {entry['event_type'].removeprefix('task.')} “{title}” by {who}")
    del decision
    return "\n".join(["Today:", *lines[:SHOWN]]) if lines else "The audit trail holds no changes of tasks for today."


_DONE = {
    "created": _created,
    "updated": _updated,
    "completed": _completed,
    "deleted": _deleted,
    "restored": _restored,
    "undone": _undone,
    "listed": _listed,
    "audit": _audit,
}


def failed(problem: dict[str, Any]) -> str:
    """A problem document of another function as a sentence; its `detail` is made for people."""
    return str(problem.get("detail") or "That did not work. Nothing was changed; please try again in a moment.")
