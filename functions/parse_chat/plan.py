"""What is to be done for one message: calls to other functions and how to speak about them. Stored before it is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from functions.parse_chat.memory import Memory, recalled


@dataclass(frozen=True, slots=True)
class Step:
    """One call of another function, by the catalogue's routes."""

    function: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The steps, in order; `say` names the reply and `words` its values; `memory` is what the conversation keeps if all goes well."""

    operation: str
    say: str
    confidence: float = 1.0
    data: dict[str, Any] = field(default_factory=dict)
    clarification: dict[str, Any] | None = None
    notice: str | None = None
    steps: tuple[Step, ...] = ()
    words: dict[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    tasks: tuple[dict[str, Any], ...] = ()
    suspicious: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(stored: Mapping[str, Any]) -> Decision:
    """A decision read back from the state store."""
    values = dict(stored)
    values["memory"] = recalled(values["memory"])
    values["tasks"] = tuple(values["tasks"])
    values["steps"] = tuple(
        Step(s["function"], s["method"], s["path"], s["body"], tuple((a, b) for a, b in s["query"]))
        for s in values["steps"]
    )
    return Decision(**values)
