"""The state store in memory: gone with the process, there when the database is away."""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from local.sidecar.state import Change, EtagMismatch, Item

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class _Kept:
    item: Item
    deadline: float


class MemoryState:
    """A cache of at most 20,000 items; the one changed longest ago makes room. `clock` counts seconds, monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def get(self, keys: Sequence[str]) -> Mapping[str, Item]:
        found = ((key, self._find(key)) for key in keys)
        return {key: item for key, item in found if item is not None}

    async def apply(self, changes: Sequence[Change]) -> None:
        before = self._kept.copy() if len(changes) > 1 else None
        try:
            for change in changes:
                self._apply(change)
        except EtagMismatch:
            self._kept = before if before is not None else self._kept
            raise
        while len(self._kept) > MOST_ITEMS:
            self._kept.popitem(last=False)

    async def sweep(self) -> None:
        for key in [key for key, kept in self._kept.items() if kept.deadline <= self._clock()]:
            del self._kept[key]

    def _find(self, key: str) -> Item | None:
        kept = self._kept.get(key)
        return None if kept is None or kept.deadline <= self._clock() else kept.item

    def _apply(self, change: Change) -> None:
        present = self._find(change.key)
        if change.etag and (present is None or present.etag != change.etag):
            raise EtagMismatch(change.key)
        if change.first_write and not change.etag and change.value is not None and present is not None:
            raise EtagMismatch(change.key)
        self._kept.pop(change.key, None)
        if change.value is not None:
            self._kept[change.key] = self._keep(change.value, change.ttl)

    def _keep(self, value: bytes, ttl: timedelta | None) -> _Kept:
        if ttl is None:
            return _Kept(Item(value, str(uuid.uuid4()), None), float("inf"))
        item = Item(value, str(uuid.uuid4()), datetime.now(UTC) + ttl)
        return _Kept(item, self._clock() + ttl.total_seconds())
