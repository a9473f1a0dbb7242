"""Which of the tasks that a question listed an answer means."""

from __future__ import annotations

from collections.abc import Sequence

from functions.parse_chat import answers
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson, match
from functions.parse_chat.memory import Pending


def picked(turn: Turn, pending: Pending, certain: bool) -> tuple[int, ...]:
    """The places of the tasks meant, from 0; () when the answer means none. A message that is `certain` to be a command picks by place only."""
    tasks = pending.candidates
    if len(tasks) == 1 and answers.yes(turn.text):
        return (0,)
    if answers.every(turn.text) or (len(tasks) == 2 and answers.both(turn.text)):
        return tuple(range(len(tasks)))
    place = answers.chosen(turn.text, pending.options)
    if place is not None:
        return (place,)
    places = answers.places(turn.text, len(tasks))
    if places or certain:
        return places or ()
    return _described(turn, tasks)


def _described(turn: Turn, tasks: Sequence[TaskJson]) -> tuple[int, ...]:
    """The one that its words, day, tag or priority tell from the others: "the bank one", "the one on friday"."""
    reading = turn.reading
    rules = (
        _fits([turn.text, str(reading.data.get("title") or turn.text).removesuffix(" one")], tasks),
        [task for task in tasks if reading.data.get("tags") and set(reading.data["tags"]) & set(task.get("tags", ()))],
        [task for task in tasks if reading.data.get("priority") and task.get("priority") == reading.data["priority"]],
        [task for task in tasks if _due(task, turn) and _due(task, turn) == (reading.data.get("due_at") or "")[:10]],
        [task for task in tasks if "no date" in turn.text.lower() and not task.get("due_at")],
        [task for task in tasks if "completed" in turn.text.lower() and task.get("status") == "completed"],
    )
    found = next((list(rule) for rule in rules if len(rule) == 1), [])
    return (list(tasks).index(found[0]),) if found else ()


def _fits(names: list[str], tasks: Sequence[TaskJson]) -> Sequence[TaskJson]:
    return match(names, tasks).found


def _due(task: TaskJson, turn: Turn) -> str:
    return due_text(task, turn.zone, iso=True)[:10]
