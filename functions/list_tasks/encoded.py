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

_MOST = 20_000
"""About 10 MB."""

_ID, _VERSION = tasks.COLUMNS.split(", ").index("id"), tasks.COLUMNS.split(", ").index("version")
_kept: OrderedDict[tuple[UUID, int], bytes] = OrderedDict()


def encoded(row: Sequence[Any]) -> bytes:
    """The JSON of a row of tasks.COLUMNS."""
    key = (row[_ID], row[_VERSION])
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = orjson.dumps(to_json(tasks.from_row(row)))
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
