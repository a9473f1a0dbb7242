"""The person's tasks as the model is shown them: a few, under handles that mean nothing beyond one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson, slip, words
from functions.parse_chat.memory import Memory

Offer = Mapping[str, TaskJson]
"""Handle (t1, t2, …) to task."""


def offer(text: str, tasks: Sequence[TaskJson], memory: Memory, most: int) -> Offer:
    """The tasks just spoken of first, then those that share words with the message, then the others in their order."""
    spoken_of = _spoken_of(memory)
    said = [word for word in words(text) if len(word) > 2]
    ranked = sorted(tasks, key=lambda task: (task["id"] not in spoken_of, -_shared(task, said)))
    return {f"t{number}": task for number, task in enumerate(ranked[:most], start=1)}


def is_named(task: TaskJson, text: str, memory: Memory) -> bool:
    """Whether a message can well mean this task: it shares a telling word with the title, or was just spoken of."""
    said = [word for word in words(text) if len(word) > 2]
    return bool(_shared(task, said)) or task["id"] in _spoken_of(memory)


def shown(offered: Offer, memory: Memory, zone: str) -> list[dict[str, Any]]:
    """What the model gets to see of them."""
    spoken_of = _spoken_of(memory)
    return [
        {
            "handle": handle,
            "title": task["title"],
            "due": due_text(task, zone, iso=True) or None,
            "just_spoken_of": task["id"] in spoken_of,
        }
        for handle, task in offered.items()
    ]


def _spoken_of(memory: Memory) -> set[str]:
    return {str(task["id"]) for task in (*memory.shown, *(memory.last.tasks if memory.last else ()))}


def _shared(task: TaskJson, said: Sequence[str]) -> int:
    title = words(str(task["title"]))
    return sum(any(word == other or slip(word, other) for other in title) for word in said)
