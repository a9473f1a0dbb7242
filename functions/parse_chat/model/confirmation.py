"""The question before the model's word changes a task: what would be done, in full."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.language.reading import Clarification, Reading
from functions.parse_chat.language.wording import due_text, listed

_VERBS = {"complete": "mark {} as done", "delete": "move {} to the trash", "restore": "restore {}"}


def confirmation(reading: Reading, zone: str) -> Clarification:
    """ "Shall I move “buy milk” to the trash?"; "yes" carries it out."""
    task = f"“{reading.data.get('title')}”"
    if reading.operation == "update":
        done = f"change {task}: {listed(_changes(reading.data.get('changes', {}), zone))}"
    else:
        done = _VERBS[reading.operation].format(task)
    return Clarification(f"Shall I {done}?", "confirm", ("yes", "no"))


def _changes(changes: dict[str, Any], zone: str) -> list[str]:
    return [_change(name, value, zone) for name, value in changes.items()]


def _change(name: str, value: Any, zone: str) -> str:
    label = {"due_at": "due date", "remove_tags": "without the tags"}.get(name, name)
    if value in (None, []):
        return f"no {label}"
    if name == "due_at":
        return f"{label} {due_text({'due_at': value}, zone)}"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return f"{label} {listed(value)}"
    return f"{label} “{value}”" if isinstance(value, str) else f"another {label.removesuffix('s')}"
