"""What is to be done for one message: calls to other functions and how to speak about them. Stored before it is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from functions.parse_chat.memory import LastChange, Memory, change_of, recalled


@dataclass(frozen=True, slots=True)
class Step:
    """One call of another function, by the catalogue's routes. `entity` is the id of the task or series that it changes."""

    function: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    query: tuple[tuple[str, str], ...] = ()
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The steps, in order; `say` names the reply and `words` its values.

    `memory` is what the conversation keeps whatever comes of the steps, and `change` what it also keeps of those that succeed: for a
    creation the tasks are known only then.
    """

    operation: str
    say: str
    confidence: float = 1.0
    data: dict[str, Any] = field(default_factory=dict)
    clarification: dict[str, Any] | None = None
    notice: str | None = None
    steps: tuple[Step, ...] = ()
    words: dict[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    change: LastChange | None = None
    suspicious: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(stored: Mapping[str, Any]) -> Decision:
    """A decision read back from the state store."""
    values = dict(stored)
    values["memory"] = recalled(values["memory"])
    values["change"] = change_of(values["change"]) if values.get("change") else None
    values["steps"] = tuple(Step(**{**s, "query": tuple((a, b) for a, b in s["query"])}) for s in values["steps"])
    return Decision(**values)
