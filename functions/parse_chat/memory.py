"""What a conversation remembers between messages: the open question, the tasks last shown, the last change."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_KEYS = 20


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that waits for its answer. `candidates` are task JSONs in the order of `options`."""

    operation: str
    field: str
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    options: tuple[str, ...] = ()
    candidates: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class LastChange:
    """What was last done, so that it can be undone: the tasks as they were before (as they were made, for a creation)."""

    operation: str
    tasks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """`shown` are the tasks (id and title) last named or listed, in their order; `keys` the last Idempotency-Keys answered."""

    pending: Pending | None = None
    shown: tuple[dict[str, Any], ...] = ()
    last: LastChange | None = None
    keys: tuple[str, ...] = ()

    def remembering(self, key: str | None) -> Memory:
        """With the key of a message that is now answered."""
        kept = (*self.keys, key)[-_KEYS:] if key else self.keys
        return Memory(self.pending, self.shown, self.last, tuple(k for k in kept if k))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def recalled(context: Mapping[str, Any]) -> Memory:
    """The memory stored in a conversation's context; an empty one when there is none."""
    pending, last = context.get("pending"), context.get("last")
    return Memory(
        Pending(
            pending["operation"],
            pending["field"],
            pending["data"],
            tuple(pending["options"]),
            tuple(pending["candidates"]),
        )
        if pending
        else None,
        tuple(context.get("shown", ())),
        LastChange(last["operation"], tuple(last["tasks"])) if last else None,
        tuple(context.get("keys", ())),
    )
