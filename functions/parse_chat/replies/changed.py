"""What was created, changed, completed, deleted, restored, taken back."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.dialogue.confirmation import names_of
from functions.parse_chat.language.wording import due_text, listed
from functions.parse_chat.recurrence_text import repeats
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.task import TaskJson, extras, reminded


def created(done: Done) -> str:
    if len(done.tasks) == 1:
        return f"Created {_described(done.tasks[0], done)}."
    lines = [f"{n}. {_described(task, done)}" for n, task in enumerate(done.tasks, start=1)]
    return "\n".join([f"Created {len(lines)} tasks:", *lines])


def created_and_asks(done: Done) -> str:
    question = (done.decision.clarification or {}).get("question", "")
    return f"{created(done)}\n{question}" if done.tasks else str(question)


def _described(task: TaskJson, done: Done) -> str:
    due = due_text(task, done.zone, done.locale)
    rule = repeats(task.get("recurrence"), done.locale)
    when = f", due {due}" if due else ""
    again = f", {'first ' if not due else ''}repeating {rule}" if rule else ""
    return f"“{task['title']}”{when}{again}{extras(task, done.zone, done.locale)}"


def updated(done: Done) -> str:
    if "status" in done.decision.data.get("changes", {}):
        return f"{names_of(done.tasks)} {'are' if len(done.tasks) > 1 else 'is'} open again."
    return " ".join(_changed(before, after, done) for before, after in zip(done.before, done.tasks, strict=True))


def _changed(before: TaskJson, after: TaskJson, done: Done) -> str:
    """What differs now, of the fields that are known of the time before."""
    said = [_change(name, after, done) for name in _FIELDS if name in before and before[name] != after.get(name)]
    renamed = after["title"] != before["title"]
    if renamed and not said:
        return f"Renamed “{before['title']}” to “{after['title']}”."
    said = [f"is now called “{after['title']}”", *said] if renamed else said
    return f"“{before['title']}” {listed(said) or 'is as it was'}."


_FIELDS = ("due_at", "priority", "tags", "recurrence", "reminders", "description")


def _change(name: str, after: TaskJson, done: Done) -> str:
    match name:
        case "due_at":
            due = due_text(after, done.zone, done.locale)
            return f"is now due {due}" if due else "no longer has a due date"
        case "priority":
            return f"now has {after['priority']} priority"
        case "tags":
            return f"is now tagged {listed(after['tags'])}" if after["tags"] else "has no tags now"
        case "recurrence":
            rule = repeats(after.get("recurrence"), done.locale)
            return f"now repeats {rule}" if rule else "no longer repeats"
        case "reminders":
            when = reminded(after, done.zone, done.locale)
            return f"now reminds you {when}" if when else "has no reminders of its own now"
        case "description":
            return "has a new description" if after.get("description") else "has no description now"
    return ""


def _counted(tasks: list[TaskJson]) -> str:
    return f"{len(tasks)} tasks: {names_of(tasks)}" if len(tasks) > 1 else names_of(tasks)


def completed(done: Done) -> str:
    again = [task for task in done.tasks if task.get("series_id") and task.get("recurrence")]
    follows = " The next one follows." if len(done.tasks) == 1 and again else ""
    return f"Marked {_counted(done.before)} as complete.{follows}"


def deleted(done: Done) -> str:
    tasks = done.before
    if done.decision.words.get("permanent"):
        return f"Deleted {_counted(tasks)} for good. This cannot be undone."
    them = "them" if len(tasks) > 1 else "it"
    return f"Moved {_counted(tasks)} to the trash. You can restore {them} within 30 days."


def restored(done: Done) -> str:
    return f"Restored {names_of(done.before)} from the trash."


def ended(done: Done) -> str:
    return f"{names_of(done.before)} does not repeat any more; what was open of it is in the trash."


def dismissed(done: Done) -> str:
    titles = list(dict.fromkeys(str(task["title"]) for task in done.decision.words.get("before", ())))
    return f"The missed ones of {listed([f'“{title}”' for title in titles])} are in the trash now."


def undone(done: Done) -> str:
    return _back("Undone", done, {"create": _TRASHED, "complete": "open again", "delete": _BACK, "restore": _AGAIN})


def redone(done: Done) -> str:
    return _back("Done again", done, {"create": _BACK, "complete": "complete", "delete": _AGAIN, "restore": _BACK})


_TRASHED, _AGAIN, _BACK = "in the trash now", "in the trash again", "back from the trash"


def _back(opening: str, done: Done, states: dict[str, str]) -> str:
    names = names_of(done.tasks) or "the last change"
    are = "are" if len(done.tasks) > 1 else "is"
    state = states.get(done.decision.words["operation"])
    if state:
        return f"{opening}: {names} {are} {state}."
    bodies = [
        step.body or {} for step, result in zip(done.decision.steps, done.results, strict=False) if result is not None
    ]
    said = [_values(task, body, done) for task, body in zip(done.tasks, bodies, strict=False)]
    return f"{opening}: {' '.join(said)}" if len(said) == 1 else f"{opening}: {names} {are} changed back."


def _values(task: TaskJson, body: dict[str, Any], done: Done) -> str:
    """The values that were set, with the title that the task has now."""
    said = [_change(name, task, done) for name in _FIELDS if name in body]
    return f"“{task['title']}” {listed(said) or 'is called so again'}."
