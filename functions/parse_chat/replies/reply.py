"""The reply to a message, once its steps are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.parse_chat.dialogue.confirmation import names_of
from functions.parse_chat.language.wording import listed
from functions.parse_chat.replies import changed
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.history import audit
from functions.parse_chat.replies.listing import tasks_listed

_HELP = (
    "I keep your todo list. You can write, for example: “Remind me to call mom on Sunday at 3pm”, “Mark buy groceries as complete”, "
    "“Change submit report due date to Monday”, “Delete walk dog”, “What’s due this week?”, or “undo”."
)

_FIXED = {
    "help": _HELP,
    "dropped": "All right, I left it. Nothing was changed.",
    "dismissed": "All right.",
    "nothing-to-cancel": "All right. There was nothing open between us, and nothing was changed.",
    "nothing-to-undo": "There is nothing to undo in this conversation.",
    "nothing-to-redo": "There is nothing to do again in this conversation.",
    "no-extras": "No repeating task has missed ones on your list. Nothing was changed.",
    "feedback": "I am sorry.",
    "thanked": "You are welcome!",
    "greeted": "Hello! Tell me what you need to get done and I will keep it for you.",
    "good-morning": "Good morning! What would you like to get done today?",
    "good-afternoon": "Good afternoon! What would you like to get done?",
    "good-evening": "Good evening! Is there anything I should keep for you?",
    "good-night": "Good night! Your list is safe with me.",
    "well-yourself": "I am well, thank you. What can I keep for you?",
    "sorry": "No harm done.",
    "praised": "Glad to hear it!",
    "nothing-open": "I have no open question. Tell me what you need to get done and I will keep it for you.",
    "suspicious": "I only keep your todo list, and that text asks for something else, so I changed nothing.",
    "not-understood": "I can only help with your tasks, and I did not find one in that. " + _HELP,
    "none-there": "There are no such tasks. Nothing was changed.",
}

_DONE: Mapping[str, Callable[[Done], str]] = {
    "created": changed.created,
    "created-and-ask": changed.created_and_asks,
    "updated": changed.updated,
    "completed": changed.completed,
    "deleted": changed.deleted,
    "restored": changed.restored,
    "ended": changed.ended,
    "extras-dismissed": changed.dismissed,
    "undone": changed.undone,
    "redone": changed.redone,
    "listed": tasks_listed,
    "audit": audit,
}


def reply(done: Done, problem: Mapping[str, Any] | None = None) -> str:
    """The answer once the steps are done; `problem` is the problem document of the first step that was refused."""
    decision = done.decision
    refused = failed(problem) if problem is not None else ""
    text = "" if refused and not done.tasks else _text(done)
    notice = decision.notice if decision.notice and decision.notice not in text else ""
    parts = (str(decision.words.get("abandoned", "")), _instead(done), text, _some_refused(done, refused), notice)
    return " ".join(part for part in parts if part)


def failed(problem: Mapping[str, Any]) -> str:
    """A problem document of another function as a sentence; its `detail` is made for people."""
    return str(problem.get("detail") or "That did not work. Nothing was changed; please try again in a moment.")


def _some_refused(done: Done, refused: str) -> str:
    """Of several, how many did not work, and why."""
    count = sum(result is None for result in done.results)
    if not refused or not done.tasks:
        return refused
    return f"{count} of {len(done.results)} did not work: {refused}"


def _instead(done: Done) -> str:
    """The task that the last change was wrongly made to."""
    titles = done.decision.words.get("instead", ())
    are = "are" if len(titles) > 1 else "is"
    return f"{listed([f'“{title}”' for title in titles])} {are} as before." if titles and done.tasks else ""


def _text(done: Done) -> str:
    decision, words = done.decision, done.decision.words
    question = str((decision.clarification or {}).get("question", ""))
    match decision.say:
        case "ask" | "missing":
            return question
        case "feedback":
            return f"{_FIXED['feedback']} {question}"
        case "not-understood" if question:
            return f"I can only help with your tasks. {question}"
        case "gone":
            return f"{'That task is' if words['count'] == 1 else 'Those tasks are'} not there any more. Nothing was changed."
        case "in-trash":
            return f"“{words['title']}” is in the trash. Restore it first; nothing was changed."
        case "not-in-trash":
            return f"“{words['title']}” is not in the trash, so there is nothing to restore."
        case "too-many":
            most = f"I {words['verb']} at most {words['most']} tasks at once, and those are more."
            return f"{most} Please narrow it down, for example by a tag or a day."
        case "cannot-undo":
            return _cannot(words)
    return _FIXED.get(decision.say) or _DONE[decision.say](done)


def _cannot(words: Mapping[str, Any]) -> str:
    names = names_of(words.get("before", ()))
    why = {"purge": f"{names} was deleted for good", "end": f"{names} was ended with all that was open of it"}
    reason = why.get(str(words.get("operation")), f"{names or 'the task'} has been changed or removed since")
    return f"I cannot {'do that again' if words.get('again') else 'undo that'}: {reason}."
