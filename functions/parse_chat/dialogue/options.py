"""Texts among which a person picks a task."""

from __future__ import annotations

from collections.abc import Sequence

from functions.parse_chat.language.wording import option_text
from functions.parse_chat.matching import TaskJson


def options_of(tasks: Sequence[TaskJson], zone: str) -> tuple[str, ...]:
    """Texts that pick a task; alike ones are told apart by their dates, or at last by their place."""
    plain = [str(t["title"]) for t in tasks]
    dated = [option_text(t, zone) if plain.count(p) > 1 else p for t, p in zip(tasks, plain, strict=True)]
    return tuple(f"{n}. {text}" if dated.count(text) > 1 else text for n, text in enumerate(dated, start=1))
