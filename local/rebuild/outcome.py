"""What a rebuild did."""

from __future__ import annotations

from dataclasses import dataclass

from local.errors import LocalError


class RebuildError(LocalError):
    """A rebuild cannot be done now; nothing was changed."""


@dataclass(frozen=True)
class Outcome:
    """`rows` are those that the log tells of; the rest is what was found to differ from it and was put right."""

    rows: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    left_out: tuple[str, ...] = ()
    """Sentences about events that could not be taken in, or rows that were left as they are."""

    @property
    def was_equal(self) -> bool:
        return not (self.added or self.changed or self.removed)
