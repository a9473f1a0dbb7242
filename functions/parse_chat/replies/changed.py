"""What was created, changed, completed, deleted, restored, undone."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.language.wording import due_text, listed
from functions.parse_chat.recurrence_text import repeats
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.task import TaskJson, extras, names_of, not_yet, reminded


def created(done: Done) -> str:
    task = done.results[0]
    due = due_text(task, done.zone)
    rule = repeats(task.get("recurrence"))
    when = f", due {due}" if due else ""
    again = f", {'first ' if not due else ''}repeating {rule}" if rule else ""
    return f"Created “{task['title']}”{when}{again}{extras(task, done.zone)}.{not_yet(task)}"


def updated(done: Done) -> str:
    changes = done.decision.data.get("changes", {})
    return " ".join(
        _one_update(before, after, changes, done.zone)
        for before, after in zip(done.decision.words["before"], done.results, strict=False)
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
        said.append(f"now reminds you {reminded(after, zone)}" if after["reminders"] else "has no reminders now")
    if "description" in changes:
        said.append("has a new description")
    kept = not_yet({name: after[name] for name in ("reminders", "recurrence") if name in changes})
    return f"“{after['title']}” {listed(said) or 'is unchanged'}.{kept}"


def completed(done: Done) -> str:
    tasks = done.decision.words["before"]
    count = f"{len(tasks)} tasks: " if len(tasks) > 1 else ""
    return f"Marked {count}{names_of(tasks)} as complete."


def deleted(done: Done) -> str:
    tasks = done.decision.words["before"]
    count = f"{len(tasks)} tasks: " if len(tasks) > 1 else ""
    if done.decision.words.get("permanent"):
        return f"Deleted {count}{names_of(tasks)} for good. This cannot be undone."
    return f"Moved {count}{names_of(tasks)} to the trash. You can restore {'them' if len(tasks) > 1 else 'it'} within 30 days."


def restored(done: Done) -> str:
    return f"Restored {names_of(done.decision.words['before'])} from the trash."


def undone(done: Done) -> str:
    names = names_of([r for r in done.results if r]) or "the last change"
    are, them = ("are", "them") if len(done.results) > 1 else ("is", "it")
    sentences = {
        "create": f"Undone: {names} {are} in the trash now; you can restore {them} within 30 days.",
        "complete": f"Undone: {names} {are} open again.",
        "delete": f"Undone: {names} {are} back from the trash.",
        "restore": f"Undone: {names} {are} in the trash again.",
    }
    due = due_text(done.results[0], done.zone) if done.results and done.results[0] else ""
    return sentences.get(
        done.decision.words["operation"], f"Undone: {names} {are} as before{f', due {due}' if due else ''}."
    )
