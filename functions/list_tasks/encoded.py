"""Tasks as JSON, kept by id and version: every change makes a new version, so what was encoded once stays true.

A restore may give a version out anew, but it stops every process before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from shared import tasks
from shared.task import to_json

_MOST = 16 * 1024 * 1024
"""Bytes."""

_ID, _VERSION = tasks.COLUMNS.split(", ").index("id"), tasks.COLUMNS.split(", ").index("version")


class Encoded:
    """The newest encodings, as many as fit."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[tuple[UUID, int], bytes] = OrderedDict()

    def __call__(self, row: Sequence[Any]) -> bytes:
        """The JSON of a row of tasks.COLUMNS."""
        key = (row[_ID], row[_VERSION])
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = orjson.dumps(to_json(tasks.from_row(row)))
            self._size += len(found)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
        return found


encoded = Encoded()
