"""What an event of a task means for its series; pure."""

from __future__ import annotations

from typing import Literal

from shared.events import Event

Reaction = Literal["go on", "take back"]


def reaction(event: Event) -> Reaction | None:
    """A repeating task that is done, or thrown away while open, lets the series go on; one that is open again takes that back.

    What counts is the change: a task made by its series, one thrown away after it was done, and the end of the trash mean nothing.
    """
    task, status = event.data["task"], event.data["changes"].get("status")
    if status is None or not (task["series_id"] or task["recurrence"]):
        return None
    if status["to"] == "active":
        return "take back"
    return "go on" if status["from"] == "active" else None
