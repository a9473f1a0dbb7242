"""What a conversation remembers between messages: the open question, the tasks spoken of, and what was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

_KEYS = 20
_CHANGES = 20
"""How many changes can be taken back, one after the other."""
_SHOWN = 100
"""How many tasks can be pointed at."""


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
    """What was done, so that it can be undone and done again: the tasks as they were before (as they were made, for a creation).

    `bodies` are, for an update, what each of them was changed to, by field.
    """

    operation: str
    tasks: tuple[dict[str, Any], ...] = ()
    bodies: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """`shown` are the tasks last listed and those touched since, in that order; `it` those that "it" and "them" mean.

    `last` is the newest change and `earlier` those before it, newest last; `undone` are changes taken back, newest last;
    `keys` the last Idempotency-Keys answered.
    """

    pending: Pending | None = None
    shown: tuple[dict[str, Any], ...] = ()
    it: tuple[dict[str, Any], ...] = ()
    last: LastChange | None = None
    earlier: tuple[LastChange, ...] = ()
    undone: tuple[LastChange, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[LastChange, ...]:
        """All that can be taken back, newest last."""
        return (*self.earlier, self.last) if self.last else ()

    def after(self, change: LastChange) -> Memory:
        """With one more change; what was taken back before can then no longer be done again."""
        kept = (*self.changes, change)[-_CHANGES:]
        return replace(self, last=kept[-1], earlier=kept[:-1], undone=())

    def without_last(self) -> Memory:
        """With the last change taken back."""
        if self.last is None:
            return self
        kept = self.earlier
        undone = (*self.undone, self.last)[-_CHANGES:]
        return replace(self, last=kept[-1] if kept else None, earlier=kept[:-1], undone=undone)

    def with_undone(self) -> Memory:
        """With the change that was last taken back done again."""
        if not self.undone:
            return self
        kept = (*self.changes, self.undone[-1])[-_CHANGES:]
        return replace(self, last=kept[-1], earlier=kept[:-1], undone=self.undone[:-1])

    def listing(self, tasks: Sequence[dict[str, Any]]) -> Memory:
        """After these were listed: one alone is "it"."""
        shown = tuple(tasks[:_SHOWN])
        return replace(self, shown=shown, it=shown if len(shown) == 1 else self.it)

    def touching(self, tasks: Sequence[dict[str, Any]]) -> Memory:
        """After these were made or changed: they keep their place among those shown, or come last."""
        now = {task["id"]: task for task in tasks}
        kept = [now.pop(task["id"], task) for task in self.shown]
        return replace(self, shown=(*kept, *now.values())[-_SHOWN:], it=tuple(tasks[:_SHOWN]))

    def remembering(self, key: str | None) -> Memory:
        """With the key of a message that is now answered."""
        return replace(self, keys=(*self.keys, key)[-_KEYS:]) if key else self

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def merged(base: Memory, mine: Memory, theirs: Memory) -> Memory:
    """The memory after two messages that both began with `base`: what this one did not touch is the other's, changes and keys are both's."""
    chosen = {
        name: getattr(theirs if getattr(mine, name) == getattr(base, name) else mine, name)
        for name in ("pending", "shown", "it", "undone")
    }
    new = [change for change in mine.changes if change not in base.changes]
    changes = (*(change for change in theirs.changes if change in mine.changes or change not in base.changes), *new)
    changes = changes[-_CHANGES:]
    keys = (*theirs.keys, *(key for key in mine.keys if key not in theirs.keys))[-_KEYS:]
    return Memory(last=changes[-1] if changes else None, earlier=changes[:-1], keys=keys, **chosen)


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
        tuple(context.get("it", ())),
        change_of(last) if last else None,
        tuple(change_of(each) for each in context.get("earlier", ())),
        tuple(change_of(each) for each in context.get("undone", ())),
        tuple(context.get("keys", ())),
    )


def change_of(stored: Mapping[str, Any]) -> LastChange:
    return LastChange(stored["operation"], tuple(stored["tasks"]), tuple(stored.get("bodies", ())))
