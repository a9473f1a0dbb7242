"""Texts among which a person picks a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.parse_chat.language.wording import due_text
from functions.parse_chat.matching import TaskJson

MOST = 8
"""Tasks that a question offers; a longer list is no help."""


def options_of(tasks: Sequence[TaskJson], zone: str, locale: str) -> tuple[str, ...]:
    """Texts that pick a task. Those of one title are told apart by date, tags, priority and state, or at last by their place."""
    texts = [str(task["title"]) for task in tasks]
    details: tuple[Callable[[TaskJson], str], ...] = (
        lambda task: _due(task, zone, locale),
        lambda task: f"tagged {', '.join(task['tags'])}" if task.get("tags") else "no tags",
        lambda task: f"{task.get('priority')} priority",
        lambda task: "completed" if task.get("status") == "completed" else "open",
    )
    for detail in details:
        alike = {text for text in texts if texts.count(text) > 1}
        told = [detail(task) for task in tasks]
        for text in alike:
            same = [n for n, each in enumerate(texts) if each == text]
            if len({told[n] for n in same}) > 1:
                texts = [f"{each}, {told[n]}" if n in same else each for n, each in enumerate(texts)]
    return tuple(f"{n}. {text}" if texts.count(text) > 1 else text for n, text in enumerate(texts, start=1))


def _due(task: TaskJson, zone: str, locale: str) -> str:
    due = due_text(task, zone, locale)
    return f"due {due}" if due else "no due date"
