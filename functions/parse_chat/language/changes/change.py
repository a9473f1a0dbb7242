"""A command that alters a task, as its words were divided."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.clause import Clause


@dataclass(frozen=True, slots=True)
class Change:
    """The object is tokens start..end of the clause, the new value tokens value..stop; `field` "" means "see the value"."""

    clause: Clause
    start: int
    end: int
    value: int
    stop: int
    field: str
    rule: str
    confidence: float = 0.93
    shift: str = ""
    verb: str = ""
