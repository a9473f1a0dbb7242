"""A message and its answer as the conversation keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.clock import rfc3339

_TASKS = 50


def exchange(text: str, answer: dict[str, Any], at: datetime, about: str | None = None) -> list[dict[str, Any]]:
    """Both sides of a turn, at the same moment; `about` is the answer that a complaint is about."""
    moment = rfc3339(at)
    said = {"role": "user", "text": text, "at": moment}
    ids = [task["id"] for task in answer["tasks"]]
    told = {
        "role": "assistant",
        "text": answer["reply"],
        "at": moment,
        "operation": answer["operation"],
        "task_ids": ids[:_TASKS],
    }
    return [
        said | ({"feedback_on": about} if about else {}),
        told | ({"clarification": answer["clarification"]} if answer["clarification"] else {}),
    ]
