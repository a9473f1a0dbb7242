"""Words that point at tasks of the conversation: "it", "the second one", "both", "all of them", "the bank one"."""

from __future__ import annotations

from functions.parse_chat import answers
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.matching import TaskJson, match
from functions.parse_chat.memory import Memory

_PLURAL = frozenset({"them", "those", "these", "both"})


def pointed_at(turn: Turn) -> tuple[str, ...] | None:
    """The ids of the tasks that a command points at, () when they are not known; None when it names them otherwise."""
    reading, memory = turn.reading, turn.memory
    select = reading.data.get("select", {})
    target = str(reading.data.get("target") or "")
    words = answers.said(turn.text).split()
    if "ordinal" in select:
        return _at(select["ordinal"], memory)
    if answers.both(target) or ("both" in words and not target and not reading.data.get("changes", {}).get("title")):
        return ids(pair(memory))
    if answers.other(target):
        return ids(others(memory))
    if _all_of_them(reading, words, target):
        return ids(memory.shown if len(memory.it) < 2 else memory.it)
    if select.get("it") or _about_it(reading):
        return ids(memory.it) if len(memory.it) == 1 or _PLURAL & set(words) else ()
    places = answers.places(target, len(memory.shown)) if target else None
    if places is not None:
        return tuple(str(memory.shown[n]["id"]) for n in places)
    return ids(named(target, memory.shown)) or None if target.endswith(" one") else None


def pair(memory: Memory) -> tuple[TaskJson, ...]:
    """The two tasks that "both" means: the only two shown, else the two touched last."""
    for two in (memory.it, memory.shown):
        if len(two) == 2:
            return two
    recent = [change.tasks[0] for change in memory.changes[-2:] if len(change.tasks) == 1]
    return tuple(recent) if len({task["id"] for task in recent}) == 2 else ()


def others(memory: Memory) -> tuple[TaskJson, ...]:
    """Of two tasks the one that is not "it"."""
    it = {task["id"] for task in memory.it}
    rest = tuple(task for task in memory.shown if task["id"] not in it)
    return rest if len(rest) == 1 else ()


def named(text: str, tasks: tuple[TaskJson, ...]) -> tuple[TaskJson, ...]:
    """The one task that "the bank one" means among these."""
    found = match([text.removesuffix(" one")], tasks).found
    return found if len(found) == 1 else ()


def ids(tasks: tuple[TaskJson, ...]) -> tuple[str, ...]:
    return tuple(str(task["id"]) for task in tasks)


def _at(place: int, memory: Memory) -> tuple[str, ...]:
    place = len(memory.shown) if place == -1 else place
    return (str(memory.shown[place - 1]["id"]),) if 1 <= place <= len(memory.shown) else ()


def _all_of_them(reading: Reading, words: list[str], target: str) -> bool:
    """ "mark all of them as done", "complete them": those spoken of, not everything there is."""
    select = reading.data.get("select", {})
    limited = any(select.get(name) for name in ("tag", "due", "priority", "status", "overdue"))
    if limited or (target and not answers.every(target)):
        return False
    return bool(select.get("all") and _PLURAL & set(words)) or (bool(target) and "everything" not in words)


def _about_it(reading: Reading) -> bool:
    """A change without an object of its own is about the task just touched."""
    select = reading.data.get("select", {})
    return (
        reading.operation == "update"
        and not reading.data.get("target")
        and not select.get("all")
        and not select.get("due")
    )
